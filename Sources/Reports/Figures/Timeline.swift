public import ClinicStore
public import Records

/// What happened when, in lanes over one axis of time, which leaves out what nobody did anything in.
public struct Timeline: Hashable, Sendable {
  /// Something that happened at an instant, or over a while.
  public struct Mark: Hashable, Sendable {
    /// When it was, or began.
    public var from: Instant
    /// When it ended; nil for what has no length.
    public var until: Instant?
    /// What it was, in a few words; empty for a mark that stands for itself.
    public var label: String
    /// The entry that says so, which stands for the label where there are too many: `@41`.
    public var short: String
    /// How it stands out.
    public var mark: RowMark

    /// A mark of the timeline.
    public init(
      _ from: Instant, until: Instant? = nil, label: String, short: String = "",
      mark: RowMark = []
    ) {
      self.from = from
      self.until = until
      self.label = label
      self.short = short
      self.mark = mark
    }
  }

  /// Marks of one kind.
  public struct Lane: Hashable, Sendable {
    /// What kind: `steps`, `doses`.
    public var title: String
    /// The marks, in any order.
    public var marks: [Mark]

    /// A lane of marks.
    public init(_ title: String, _ marks: [Mark]) {
      self.title = title
      self.marks = marks
    }
  }

  /// What it shows.
  public var title: String
  /// The zone that its times are told in.
  public var zone: ClinicZone
  /// The lanes from top to bottom.
  public var lanes: [Lane]

  /// A timeline by its parts.
  public init(title: String, zone: ClinicZone, lanes: [Lane]) {
    self.title = title
    self.zone = zone
    self.lanes = lanes
  }
}
