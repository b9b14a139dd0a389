/// Bars in groups: one group a month, a session of the course …; one bar a series in each.
public struct BarChart: Hashable, Sendable {
  /// The bars that stand together.
  public struct Group: Hashable, Sendable {
    /// What they are of: `2026-03`.
    public var label: String
    /// One value a series; nil where nothing was recorded, which is never drawn as 0.
    public var values: [Double?]

    /// A group of bars.
    public init(_ label: String, _ values: [Double?]) {
      self.label = label
      self.values = values
    }
  }

  /// What it shows.
  public var title: String
  /// What its values are: `sessions`, `days`.
  public var unit: String
  /// The names of the series, in the order of each group's values.
  public var series: [String]
  /// The groups from left to right.
  public var groups: [Group]
  /// The places that values are printed with.
  public var decimals: Int

  /// A chart by its parts.
  public init(
    title: String, unit: String, series: [String], groups: [Group], decimals: Int = 0
  ) {
    self.title = title
    self.unit = unit
    self.series = series
    self.groups = groups
    self.decimals = decimals
  }
}
