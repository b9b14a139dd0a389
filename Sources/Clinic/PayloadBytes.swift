extension [UInt8] {
  /// The bytes, to be read in place.
  ///
  /// The standard library counts viewing elements as raw bytes unsafe because of padding, of which
  /// bytes have none.
  var rawBytes: RawSpan {
    @_lifetime(borrow self)
    get { unsafe span.bytes }
  }
}
