/// An entry of the log as a report tells it: what it says now, what it said first, and both clocks.
public struct ReportEntry: Hashable, Sendable {
  /// A piece of what an entry says.
  public enum Piece: Hashable, Sendable {
    /// As it was written.
    case plain(String)
    /// What it first said, and what a correction put in its place.
    case changed(from: String, to: String)
  }

  /// Where it stands in the log: `@52`.
  public var event: String
  /// When it happened, no finer than it is known.
  public var occurred: String
  /// When the log took it.
  public var recorded: String
  /// Who did it, and who recorded it where that was another.
  public var who: String
  /// What kind of thing it is.
  public var what: String
  /// What it says.
  public var detail: [Piece]
  /// What is to be noticed: amendments with who, when and why, lateness, deviations.
  public var notes: [String]
  /// How it stands out.
  public var mark: RowMark

  /// An entry by its parts.
  public init(
    event: String, occurred: String, recorded: String, who: String, what: String,
    detail: [Piece], notes: [String] = [], mark: RowMark = []
  ) {
    self.event = event
    self.occurred = occurred
    self.recorded = recorded
    self.who = who
    self.what = what
    self.detail = detail
    self.notes = notes
    self.mark = mark
  }

  /// What it says in one line: `lot HA-7 ← HA-1`.
  public var detailText: String {
    detail.map { piece in
      switch piece {
      case .plain(let said): said
      case .changed(let first, let now): "\(now) ← \(first)"
      }
    }.joined()
  }
}
