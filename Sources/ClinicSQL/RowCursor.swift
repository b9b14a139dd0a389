import CSQLite
import Records

/// A virtual table as SQLite holds it: SQLite's own part first, as C's inheritance wants it.
struct RowTable {
  var base = sqlite3_vtab()
  /// The connection's module, which outlives every table of it.
  let module: Unmanaged<TableModule>
}

/// A cursor as SQLite holds it: plain values, since whatever is counted costs double at each column.
///
/// How it walks (`walk`, `plan`, `range`) is apart from what it reads (`row`, or `event` on the log).
/// Its functions are all `mutating`, or each call would copy it whole.
struct RowCursor {
  var base = sqlite3_vtab_cursor()
  let module: Unmanaged<TableModule>
  /// The connection's columns, in the order of the declaration.
  let plans: UnsafeMutablePointer<ColumnPlan>
  /// How a record proves to be the one that belongs at its key.
  let keyShape: KeyShape
  /// Whether the table is the log.
  let isLog: Bool
  var plan = ScanPlan()
  var range = KeyRange()
  /// Over the table, or over the index that the plan names.
  var walk: MapCursor?
  /// Over the table, where `walk` is over an index.
  var lookup: MapCursor?
  /// Whether `walk` is of a transaction that has ended since.
  private var isAtRest = false
  var isAtEnd = true
  /// Whether the walk goes over the whole table, so that its rows can be counted.
  var isWhole = false
  /// Whether the walk can come to one row of the table at most.
  private var isSingle = false
  /// The number of the plan, if it was for one row by the text of its key and about the present.
  private var keyPlan: Int32?
  var seen = 0
  /// The record that the cursor stands on, in the map, without checksum.
  var row = UnsafeRawBufferPointer(start: nil, count: 0)
  /// The event that the cursor stands on, if the table is the log.
  var event = EventRow()
  /// The rows by the code of an enum, if the plan groups them.
  var groups: RowGroups?
  /// The points still to be walked, if the plan has a list of them.
  var points: Unmanaged<KeyPoints>?
  /// What of a walk over the whole table is left out.
  private var sieve = RowSieve()
  /// How the walk looks back, if it is asked about a moment that is past.
  var hindsight = Hindsight()
  var echo = MomentEcho()

  init(_ module: TableModule) {
    self.module = .passUnretained(module)
    plans = module.shape.plans
    keyShape = module.shape.keyShape
    isLog = module.shape.isLog
  }

  /// Lets go of all but its range's memory and its `walk`, to be opened again (`xClose`).
  mutating func close() {
    forget()
    lookup?.close()
    lookup = nil
    isAtRest = true
    keyPlan = nil
    hindsight.deallocate()
    echo.set(nil)
    isAtEnd = true
    row = UnsafeRawBufferPointer(start: nil, count: 0)
  }

  /// Lets go of the groups and the list of points that it had.
  private mutating func forget() {
    if groups != nil {
      groups?.deallocate()
      groups = nil
    }
    if points != nil {
      points?.release()
      points = nil
    }
  }

  /// Frees the rest, once it has been closed.
  mutating func dispose() {
    walk?.close()
    range.deallocate()
  }
}

// MARK: - Walking

extension RowCursor {
  /// Stands on the first row of the plan of a number (`xFilter`).
  mutating func filter(
    _ number: Int32, _ arguments: UnsafeMutablePointer<OpaquePointer?>?, _ module: TableModule
  ) throws(ScanFailure) {
    if number == keyPlan, try findAgain(arguments?[0], module) { return }
    keyPlan = nil
    let plan = ScanPlan(number: number)
    let shape = module.shape
    self.plan = plan
    seen = 0
    isAtEnd = false
    forget()
    isWhole = false
    isSingle = false
    sieve = RowSieve()
    let asked = plan.hasMoment ? arguments?[plan.argumentCount] : nil
    echo.set(asked)
    let past = try module.reading.pastPosition(asked: asked)
    if plan.bounds == .points, let list = KeyPoint.list(arguments?[0], plan, shape) {
      points = .passRetained(KeyPoints(plan.isDescending ? list.reversed() : list))
      try open(module, index: plan.index)
      try lookBack(to: past, module)
      isAtEnd = try !startNextPoint()
      return
    }
    // A list that is not one of points can only be answered by the table itself.
    var operands = plan.bounds == .points ? ScanOperands() : ScanOperands(plan, arguments)
    if plan.bounds == .sieve {
      sieve = RowSieve(operands, plan, shape)
      operands = ScanOperands()
    }
    var index = plan.index
    if let place = index,
      plan.bounds == .points
        || !range.set(to: operands, plan, shape, index: shape.indexes[place])
    {
      index = nil
    }
    if plan.bounds == .recorded, let column = shape.recordedColumn {
      let times = Bracket(operands, plan, of: shape.columns[column])
      range.setPositions(try module.reading.positions(recordedIn: times), shape)
    } else if index == nil {
      range.setKey(to: plan.index == nil ? operands : ScanOperands(), plan, shape)
    }
    self.plan.index = index
    isWhole = index == nil && range.isWhole(of: shape)
    isSingle = index == nil && range.isOfOneKey
    try open(module, index: index)
    guard !range.isEmpty, !sieve.isClosed else {
      isAtEnd = true
      return
    }
    try lookBack(to: past, module)
    if let column = plan.groupColumn {
      try group(by: column, module)
    } else if hindsight.sight != .now {
      let isFound = try startPast()
      isAtEnd = !isFound
    } else if isSingle {
      if plan.bounds == .point, keyShape.form == .text, !plan.hasMoment { keyPlan = number }
      try find()
    } else {
      try settle(start())
    }
  }

  /// Stands on the row of another key by the plan that it had last; false where that takes more.
  ///
  /// A join comes here once for each row of its other table.
  private mutating func findAgain(
    _ operand: OpaquePointer?, _ module: TableModule
  ) throws(ScanFailure) -> Bool {
    guard module.reading.ambient == nil, case .text(let id) = SQLOperand(operand),
      range.setKey(module.shape.keyPrefix, id)
    else { return false }
    try find()
    return true
  }

  /// Stands on the row of the one key that the range holds, if it is there.
  private mutating func find() throws(ScanFailure) {
    isAtEnd = try !walk!.find(range.low)
    if !isAtEnd { try land(key: walk!.key, value: walk!.value) }
  }

  /// Goes to the next row (`xNext`).
  mutating func advance() throws(ScanFailure) {
    if groups != nil {
      guard let next = groups?.next() else {
        isAtEnd = true
        return
      }
      row = next
      return
    }
    guard hindsight.sight == .now else {
      if try stepPast() { return }
      isAtEnd = try !startNextPoint()
      return
    }
    // No other row has the same key.
    if isSingle {
      isAtEnd = true
      return
    }
    try settle(step())
  }

  /// Goes on by one entry in the direction of the plan.
  @inline(__always)
  mutating func step() throws(ScanFailure) -> Bool {
    try plan.isDescending ? walk!.previous() : walk!.next()
  }

  private mutating func open(_ module: TableModule, index: Int?) throws(ScanFailure) {
    // Another filter may walk another database: cursors of LMDB cannot change theirs.
    if let walk, walk.index != index {
      walk.close()
      self.walk = nil
    }
    if walk == nil {
      walk = try module.cursor(index: index)
    } else if isAtRest {
      try module.reading.renew(&walk!)
    }
    isAtRest = false
    if index != nil, lookup == nil { lookup = try module.cursor(index: nil) }
  }

  mutating func start() throws(ScanFailure) -> Bool {
    guard plan.isDescending else {
      return range.lowCount == 0 ? try walk!.first() : try walk!.seek(range.low)
    }
    return try walk!.seek(range.high) ? walk!.previous() : walk!.last()
  }

  @inline(__always)
  private mutating func settle(_ isFound: Bool) throws(ScanFailure) {
    var isFound = isFound
    while isFound, isInRange() {
      seen += 1
      try land()
      if sieve.admits(row) { return }
      if seen & 0xFFF == 0, module.takeUnretainedValue().reading.isInterrupted {
        throw ScanFailure.interrupted
      }
      isFound = try step()
    }
    try finish()
  }

  /// Goes on after the last row of a range: to that of another point, or to the end.
  @inline(never)
  private mutating func finish() throws(ScanFailure) {
    if isWhole { try checkCount() }
    isAtEnd = points == nil ? true : try !startNextPoint()
  }

  /// Takes the row that the walk stands on, or that its entry of an index leads to.
  @inline(__always)
  mutating func land() throws(ScanFailure) {
    if plan.index == nil {
      try land(key: walk!.key, value: walk!.value)
    } else {
      try landByIndex()
    }
  }

  /// Stands on the first row of the next point that has any; false if none is left.
  private mutating func startNextPoint() throws(ScanFailure) -> Bool {
    let shape = module.takeUnretainedValue().shape
    while let point = points?.takeUnretainedValue().next() {
      range.set(to: point, shape, index: plan.index.map { shape.indexes[$0] })
      // Text that names no stream is the stream of no event.
      guard !range.isEmpty else { continue }
      guard hindsight.sight == .now else {
        if try startPast() { return true }
        continue
      }
      guard try start(), isInRange() else { continue }
      try land()
      return true
    }
    return false
  }

  /// Whether the entry that the walk stands on is within its range.
  @inline(__always)
  mutating func isInRange() -> Bool {
    plan.isDescending ? range.isFromBeginning(walk!.key) : range.isBeforeEnd(walk!.key)
  }

  /// A walk over the whole of a table must have come to as many rows as were written.
  mutating func checkCount() throws(ScanFailure) {
    let module = module.takeUnretainedValue()
    // Up to a position, the log has as many events.
    let kept =
      hindsight.sight == .log ? Int(clamping: hindsight.position) : try module.keptCount()
    guard kept != seen else { return }
    throw ScanFailure(
      damage: "\(module.shape.name) is damaged: \(seen) rows are there, and \(kept) were written")
  }

  @inline(never)
  private mutating func landByIndex() throws(ScanFailure) {
    let module = module.takeUnretainedValue()
    let shape = module.shape
    let index = shape.indexes[plan.index!]
    let entry = walk!
    let key = index.recordKey(
      key: entry.key, value: entry.value, shape.keyPrefix, into: range.scratch)
    let found = try key.map { key throws(ScanFailure) in
      // At or after the key: there only if it is the key itself.
      try lookup!.seek(key) && !KeyRange.precedes(key, lookup!.key)
    }
    guard found == true else {
      let column = shape.columns[index.column].name
      throw ScanFailure(
        damage: "\(shape.name) is damaged: the index of \(column) leads to a row that is not there")
    }
    try land(key: lookup!.key, value: lookup!.value)
    guard isLog else { return }
    // The stream table's values have no checksum: the event itself must say that it is this version.
    let version = entry.key.suffix(8)
    guard version.count == 8,
      UnsafeRawBufferPointer(rebasing: version).loadUnaligned(as: UInt64.self).bigEndian
        == event.version
    else {
      throw ScanFailure(damage: "events is damaged: the stream table leads to another event")
    }
  }

  /// Takes the record at a key, once its checksum and its own key say that it is what was written.
  @inline(__always)
  private mutating func land(
    key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
  ) throws(ScanFailure) {
    if isLog { return try landOnEvent(key: key, value: value) }
    guard let body = Checksum.body(of: RawSpan(_unsafeBytes: value)) else {
      throw damage(at: key, "its checksum does not fit its bytes")
    }
    guard keyShape.holds(RecordView(trusting: body), key: key) else {
      throw damage(at: key, "it is another row's record")
    }
    row = UnsafeRawBufferPointer(start: value.baseAddress, count: body.byteCount)
  }

  @inline(never)
  private mutating func landOnEvent(
    key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
  ) throws(ScanFailure) {
    event = try EventRow(key: key, value: value)
  }

  @inline(never)
  private mutating func damage(at key: UnsafeRawBufferPointer, _ what: String) -> ScanFailure {
    ScanFailure(
      damage: "\(module.takeUnretainedValue().shape.place(of: key)) is damaged: \(what)")
  }

  /// Reads the whole table once and stands on the first row of the first group.
  private mutating func group(by column: Int, _ module: TableModule) throws(ScanFailure) {
    let kept = try module.keptCount()
    let hasPast = hindsight.sight != .now
    let room = kept + (hindsight.walk?.count ?? 0)
    var groups = RowGroups(capacity: room, words: plans[column].wordCount)
    let slot = plans[column].slot
    do throws(ScanFailure) {
      var isFound = hasPast ? try startPast() : try settled(start())
      var looked = 0
      while isFound, groups.hasRoom {
        let code = RecordView(trusting: RawSpan(_unsafeBytes: row)).integer(slot)
        guard groups.append(row, code: code, keepsCopy: hindsight.isCopied) else {
          throw .unreadable("\(module.shape.columns[column].name) of \(place(module.shape))")
        }
        looked += 1
        if looked & 0xFFF == 0, module.reading.isInterrupted { throw ScanFailure.interrupted }
        isFound = hasPast ? try stepPast() : try settled(step())
      }
      // With rows left over there are more of them than were written.
      if isFound { try checkCount() }
    } catch {
      groups.deallocate()
      throw error
    }
    // Some of its rows may not lie in the map.
    hindsight.isCopied = hasPast
    self.groups = groups
    try advance()
  }

  /// Takes the row that the walk stands on; false, once their number is right, after the last.
  @inline(__always)
  private mutating func settled(_ isFound: Bool) throws(ScanFailure) -> Bool {
    guard isFound, isInRange() else {
      if isWhole { try checkCount() }
      return false
    }
    seen += 1
    try land(key: walk!.key, value: walk!.value)
    return true
  }
}
