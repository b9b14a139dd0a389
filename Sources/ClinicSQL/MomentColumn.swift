import CSQLite

/// The hidden column `as_of` that every table and view has: the moment asked about.
///
/// It is the first that is hidden, so that `sessions('@3020')` is the same as `where as_of = '@3020'`.
/// It is the first of all, so that its bit among the columns that a plan uses is its own; and it is
/// part of the key, since one list of moments brings a row once for each of them.
enum MomentColumn {
  static let name = "as_of"
  /// Its place in every declaration.
  static let place = 0
  /// How it is declared: without a type, so that a value is compared as it was given.
  static let declaration = "\(name) HIDDEN"
}

/// What a plan knows of the moment that it is to be asked about (`xBestIndex`).
enum MomentArgument: Equatable {
  /// It is asked about none, so about that of the connection or of the view around it.
  case absent
  /// The constraint of this place gives it.
  case constraint(Int)
  /// The statement asks about one that this plan cannot have: it would answer about another.
  ///
  /// Its value is not there yet, or it is not compared by `=`, or SQLite has kept the comparison back:
  /// 3.40 does so for the right side of RIGHT JOIN, even an argument's, and for WHERE after any outer
  /// join. What is kept back shows only in the column's being used.
  case unavailable

  init(_ info: UnsafeMutablePointer<sqlite3_index_info>) {
    var argument = info.pointee.colUsed & 1 == 0 ? Self.absent : .unavailable
    for place in (0..<Int(info.pointee.nConstraint)).reversed() {
      let constraint = info.pointee.aConstraint[place]
      guard constraint.iColumn == MomentColumn.place,
        Int32(constraint.op) == SQLITE_INDEX_CONSTRAINT_EQ
      else { continue }
      if constraint.usable != 0 {
        argument = .constraint(place)
      } else if argument == .absent {
        argument = .unavailable
      }
    }
    self = argument
  }

  /// Whether the plan has one.
  var isGiven: Bool {
    if case .constraint = self { true } else { false }
  }

  /// Asks for its value as the last argument; the column echoes it, so SQLite need not compare.
  func write(to info: UnsafeMutablePointer<sqlite3_index_info>, after arguments: Int) {
    guard case .constraint(let place) = self else { return }
    info.pointee.aConstraintUsage[place].argvIndex = Int32(arguments + 1)
    info.pointee.aConstraintUsage[place].omit = 1
  }
}

/// The value that a cursor was given for `as_of`, which the column shows again.
struct MomentEcho {
  private var value: OpaquePointer?

  /// Keeps a copy (`sqlite3_value_dup`), or nothing.
  mutating func set(_ value: OpaquePointer?) {
    sqlite3_value_free(self.value)
    self.value = value.flatMap { sqlite3_value_dup($0) }
  }

  /// Gives it to SQLite: NULL where there is none.
  func result(into context: OpaquePointer?) {
    if let value { sqlite3_result_value(context, value) }
  }
}
