public import Clinic
public import Records

/// A face from the front with what was done to each of its zones, and a list of the zones elsewhere.
public struct FaceMap: Hashable, Sendable {
  /// What was done to one zone on one side.
  public struct Area: Hashable, Sendable {
    /// The zone.
    public var zone: Zone
    /// The side, as the client's own.
    public var side: Side
    /// The least depth in millimetres.
    public var leastDepth: ScaledDecimal
    /// The greatest depth in millimetres.
    public var mostDepth: ScaledDecimal
    /// How many passes.
    public var passes: Int64

    /// A treated zone.
    public init(
      _ zone: Zone, _ side: Side, depth least: ScaledDecimal, to most: ScaledDecimal,
      passes: Int64
    ) {
      self.zone = zone
      self.side = side
      leastDepth = least
      mostDepth = most
      self.passes = passes
    }
  }

  /// What it shows.
  public var title: String
  /// The treated zones, one for each side of each.
  public var areas: [Area]

  /// A map by its parts.
  public init(title: String, areas: [Area]) {
    self.title = title
    self.areas = areas
  }
}
