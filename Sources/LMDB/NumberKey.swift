/// Eight bytes of a number, the largest first: a key that is nothing else, or a value.
///
/// A ``Key`` of the same bytes brings room for 511.
public struct NumberKey: Sendable {
  private let word: InlineArray<1, UInt64>

  /// The bytes of a number.
  public init(_ number: UInt64) { word = [number.bigEndian] }

  /// The bytes, as long as the key stands.
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get { word.span.bytes }
  }
}
