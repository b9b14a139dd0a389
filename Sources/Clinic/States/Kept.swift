/// A row where a state keeps it, handed on without a copy of all that it holds.
///
/// A value all the same: what one takes in is not seen by another.
public struct Kept<Row: StateRow>: Hashable, Sendable {
  @usableFromInline var place: Place

  /// Keeps a row.
  public init(_ row: consuming Row) { place = Place(row) }

  /// The row; inlined, so that who asks for a field of it copies no more than that.
  @inlinable public var row: Row { place.row }

  /// Takes the stream's next entry in.
  public mutating func take(_ effective: EffectiveEvent) {
    if !isKnownUniquelyReferenced(&place) { place = Place(place.row) }
    place.row.take(effective)
  }

  /// Whether both are the same row.
  public static func == (one: Kept, other: Kept) -> Bool {
    one.place === other.place || one.row == other.row
  }

  /// Hashes the row.
  public func hash(into hasher: inout Hasher) { hasher.combine(row) }

  /// Changed only by whoever has the one reference to it.
  @usableFromInline
  final class Place: @unchecked Sendable {
    @usableFromInline var row: Row

    init(_ row: consuming Row) { self.row = row }
  }
}
