extension EventView {
  /// The Merkle leaf hash of its bytes, computed again: a checksum can be made to fit, this cannot.
  public var computedLeafHash: Hash { .leaf(of: record) }
}
