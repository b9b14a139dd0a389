import ClinicStore
import Records

// Walking a table as a moment saw it: over the rows as they are, each held against the moment.
extension RowCursor {
  /// Settles how the walk that has been opened looks back; nil is the present.
  mutating func lookBack(to position: UInt64?, _ module: TableModule) throws(ScanFailure) {
    if hindsight.sight != .now { hindsight.reset() }
    guard let position else { return }
    hindsight.position = position
    guard let number = module.shape.number else {
      hindsight.sight = .log
      return
    }
    if let life = module.shape.life, plan.index == nil, plan.groupColumn == nil {
      hindsight.life = (life.first, life.last)
      hindsight.sight = .states
      return
    }
    let rows = try module.reading.pastRows(number, at: position)
    hindsight.walk = PastWalk(
      rows, slot: plan.index.map { module.shape.columns[module.shape.indexes[$0].column].slot })
    hindsight.sight = .merged
  }

  /// Stands on the first row of the range that the moment saw; false if there is none.
  mutating func startPast() throws(ScanFailure) -> Bool {
    if hindsight.sight == .log, plan.index == nil {
      BigEndian(hindsight.position + 1).withBytes { range.cut(before: $0) }
    }
    let isFound = try visible(start())
    guard hindsight.sight == .merged else { return isFound }
    hindsight.isLiveThere = isFound
    hindsight.walk?.start(in: range, isDescending: plan.isDescending)
    return merge()
  }

  /// Goes to the next row that the moment saw; false if the range has none left.
  mutating func stepPast() throws(ScanFailure) -> Bool {
    guard hindsight.sight == .merged else { return try visible(step()) }
    if hindsight.takesPast {
      hindsight.walk?.advance()
    } else {
      hindsight.isLiveThere = try visible(step())
    }
    return merge()
  }

  /// Takes whichever comes first of the table's row and the row as it was.
  private mutating func merge() -> Bool {
    guard let past = hindsight.walk, past.isThere else {
      hindsight.takesPast = false
      hindsight.isCopied = false
      row = hindsight.liveRow
      return hindsight.isLiveThere
    }
    hindsight.takesPast = !hindsight.isLiveThere || past.precedes(walk!.key)
    if hindsight.takesPast {
      row = hindsight.keep(past.record)
    } else {
      hindsight.isCopied = false
      row = hindsight.liveRow
    }
    return true
  }

  /// Goes on from where the walk stands to a row that the moment saw; false if the range has none.
  private mutating func visible(_ isFound: Bool) throws(ScanFailure) -> Bool {
    var isFound = isFound
    while isFound, isInRange() {
      seen += 1
      try land()
      if try isSeen() { return true }
      if seen & 0xFFF == 0, module.takeUnretainedValue().reading.isInterrupted {
        throw ScanFailure.interrupted
      }
      isFound = try step()
    }
    if isWhole { try checkCount() }
    return false
  }

  /// Whether the moment saw the row that the walk has landed on; what it saw there is then the row.
  private mutating func isSeen() throws(ScanFailure) -> Bool {
    let position = hindsight.position
    switch hindsight.sight {
    case .now: return true
    case .log: return event.position <= position
    case .states:
      let view = RecordView(trusting: RawSpan(_unsafeBytes: row))
      let life = hindsight.life
      hindsight.isCopied = false
      if UInt64(bitPattern: view.integer(life.last) ?? 0) <= position { return true }
      if UInt64(bitPattern: view.integer(life.first) ?? 0) > position { return false }
      return try refold()
    case .merged:
      let key = plan.index == nil ? walk!.key : lookup!.key
      guard hindsight.walk?.hides(key, row) == false else { return false }
      hindsight.liveRow = row
      return true
    }
  }

  /// Puts in the row's place what its stream was at the moment; false if it was not begun.
  private mutating func refold() throws(ScanFailure) -> Bool {
    let module = module.takeUnretainedValue()
    let shape = module.shape
    guard let number = shape.number else { return false }
    let own = UnsafeRawBufferPointer(rebasing: walk!.key[shape.keyPrefix.count...])
    let record = try module.reading.pastRecord(
      number, id: String(decoding: own, as: UTF8.self), at: hindsight.position)
    guard let record else { return false }
    row = hindsight.keep(record)
    return true
  }
}
