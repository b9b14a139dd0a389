/// A Swift type with a record form; the schema compiler writes every conformance.
public protocol RecordCodable {
  /// The description of its records.
  static var recordType: RecordType { get }

  /// Reads a record (without checksum); throws if a required field is absent or unreadable.
  init(_ view: RecordView) throws(RecordError)

  /// Sets every slot.
  func write(to writer: inout RecordWriter)
}

extension RecordCodable {
  /// The record's bytes, without checksum.
  @inlinable
  public func encoded() -> [UInt8] {
    var writer = RecordWriter(Self.recordType)
    write(to: &writer)
    return writer.finish()
  }

  /// The record's bytes, without checksum, by a writer that is used for many.
  @inlinable
  public func encoded(by writer: inout RecordWriter) -> [UInt8] {
    writer.begin(Self.recordType)
    write(to: &writer)
    return writer.finish()
  }

  /// Reads a record from its bytes, without checksum.
  @inlinable
  public init(record: RawSpan) throws(RecordError) {
    try self.init(RecordView(record))
  }
}
