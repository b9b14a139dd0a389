import CSQLite
import ClinicStore

/// A cursor over a view as SQLite holds it: a SELECT that runs.
struct ViewCursor {
  var base = sqlite3_vtab_cursor()
  let module: Unmanaged<ViewModule>
  private(set) var isAtEnd = true
  private var statement: OpaquePointer?
  private var sql = ""
  /// What its SELECT is asked about; nil is now.
  private var moment: Moment?
  private var echo = MomentEcho()

  init(module: Unmanaged<ViewModule>) { self.module = module }

  /// Stands on the first row of a plan (`xFilter`).
  mutating func filter(
    _ number: Int32, _ arguments: UnsafeMutablePointer<OpaquePointer?>?, count: Int
  ) throws(ScanFailure) {
    let module = module.takeUnretainedValue()
    let plan = module.plan(number)
    let asked = plan.hasMoment ? arguments?[count - 1] : nil
    echo.set(asked)
    moment =
      if let asked { try module.reading.moment(asked: asked) } else { module.reading.ambient }
    var values: [(place: Int, value: ViewValue)] = []
    for place in plan.constraints.indices {
      let constraint = plan.constraints[place]
      let value = ViewValue(arguments?[place], constraint, module.columns[constraint.column])
      switch value {
      case .anything: continue
      case .nothing:
        release()
        isAtEnd = true
        return
      case .single, .list: values.append((place, value))
      }
    }
    let sql = plan.sql(of: module.view, module.names, applying: values.map(\.place))
    if sql != self.sql { release() }
    let statement: OpaquePointer
    if let same = self.statement { statement = same } else { statement = try module.statement(sql) }
    self.statement = statement
    self.sql = sql
    sqlite3_reset(statement)
    let now = moment?.at ?? module.reading.clock
    var rc = ViewMoment(now: now).bind(to: statement)
    for (place, value) in values where rc == SQLITE_OK {
      rc = value.bind(to: statement, ViewPlan.parameter(place))
    }
    guard rc == SQLITE_OK else { throw module.failure(rc) }
    try advance()
  }

  /// Goes to the next row (`xNext`).
  mutating func advance() throws(ScanFailure) {
    let module = module.takeUnretainedValue()
    // Tables and views inside see the view's own moment.
    let ambient = module.reading.ambient
    module.reading.ambient = moment
    let rc = sqlite3_step(statement)
    module.reading.ambient = ambient
    isAtEnd = rc != SQLITE_ROW
    guard isAtEnd else { return }
    // The message goes with the reset.
    let failure = rc == SQLITE_DONE ? nil : module.failure(rc)
    sqlite3_reset(statement)
    if let failure { throw failure }
  }

  /// Gives SQLite the value of a column (`xColumn`), copied: the SELECT's own text does not outlive it.
  func column(_ place: Int32, into context: OpaquePointer?) {
    guard place != MomentColumn.place else {
      echo.result(into: context)
      return
    }
    let place = place - 1
    switch sqlite3_column_type(statement, place) {
    case SQLITE_INTEGER: sqlite3_result_int64(context, sqlite3_column_int64(statement, place))
    case SQLITE_FLOAT: sqlite3_result_double(context, sqlite3_column_double(statement, place))
    case SQLITE_TEXT:
      let text = UnsafeRawPointer(sqlite3_column_text(statement, place))
      sqlite3_result_text64(
        context, text?.assumingMemoryBound(to: CChar.self),
        UInt64(sqlite3_column_bytes(statement, place)), transient, UInt8(SQLITE_UTF8))
    case SQLITE_BLOB:
      let bytes = sqlite3_column_blob(statement, place)
      sqlite3_result_blob64(
        context, bytes, UInt64(sqlite3_column_bytes(statement, place)), transient)
    default: break
    }
  }

  /// Frees what it holds; called once, from `xClose`.
  mutating func close() {
    release()
    echo.set(nil)
  }

  /// Lets go of the statement.
  private mutating func release() {
    if let statement { module.takeUnretainedValue().release(statement, sql) }
    statement = nil
  }
}
