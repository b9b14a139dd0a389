import CLMDB

extension UnsafeRawPointer {
  /// Asks the processor for the 64 bytes around it, of which nothing need be there; changes nothing.
  ///
  /// For bytes of the map that will be read soon, and not in its order.
  @unsafe
  public func prefetch() { stipple_prefetch(UInt(bitPattern: self)) }
}
