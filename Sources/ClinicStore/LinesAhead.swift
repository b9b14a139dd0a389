/// Lines some at a time in their order, made into something by threads of their own, while use is made
/// of those before them.
struct LinesAhead<Made: Sendable> {
  /// How many lines are made into something at a time.
  private static var size: Int { 256 }
  /// Lines so few that they are not worth a thread.
  private static var fewest: Int { 64 }
  /// How many threads there are: reading a line takes longer than what is done with it, and what is
  /// done takes longer for some than for others, so that few would be waited for.
  private static var depth: Int { 16 }

  private let reading: Reading
  private var ahead: WorkAhead<Made>

  /// - Parameters:
  ///   - read: the next lines, at most as many as asked for; none at the end.
  ///   - make: makes something of them.
  private init(
    reading read: @escaping (Int) throws(StoreError) -> [NumberedLine],
    _ make: @escaping @Sendable ([NumberedLine]) -> Made
  ) {
    let reading = Reading(read)
    self.reading = reading
    ahead = WorkAhead(depth: Self.depth) {
      let lines = reading.next(Self.size)
      guard !lines.isEmpty else { return nil }
      return SideWork(isSmall: lines.count < Self.fewest) { make(lines) }
    }
  }

  /// Lines that are held.
  init(of lines: [NumberedLine], _ make: @escaping @Sendable ([NumberedLine]) -> Made) {
    var rest = lines[...]
    self.init(
      reading: { count in
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
      }, make)
  }

  /// All lines of a source, from its beginning.
  init(
    of source: LineSource, _ make: @escaping @Sendable ([NumberedLine]) -> Made
  ) throws(StoreError) {
    try source.rewind()
    self.init(
      reading: { count throws(StoreError) in
        try NumberedLine.read(from: source, limit: count)
      }, make)
  }

  /// Why no more lines could be read, once those before have been taken.
  var fault: StoreError? { reading.fault }

  /// What the next lines make; nil after the last.
  mutating func take() -> Made? { ahead.take() }

  /// Where the lines come from, and how far it has come.
  private final class Reading {
    private let read: (Int) throws(StoreError) -> [NumberedLine]
    private(set) var fault: StoreError?

    init(_ read: @escaping (Int) throws(StoreError) -> [NumberedLine]) { self.read = read }

    func next(_ count: Int) -> [NumberedLine] {
      guard fault == nil else { return [] }
      do throws(StoreError) { return try read(count) } catch {
        fault = error
        return []
      }
    }
  }
}
