import EventLog
import Records

/// An event that a cursor stands on: its fixed fields read, its texts left where they lie.
struct EventRow {
  var position: UInt64 = 0
  var version: UInt64 = 0
  var type: UInt16 = 0
  var schema: UInt16 = 0
  var kind: UInt8 = 0
  var precision: UInt8 = 0
  var entryMode: UInt8 = 0
  var offsetMinutes: Int16 = 0
  var occurredAt: Int64 = 0
  var recordedAt: Int64 = 0
  var clock: Int64 = 0
  var causation: Int64?
  var hasDeviations = false
  var id = Self.nothing
  var recordedBy = Self.nothing
  var performedBy = Self.nothing
  var payload = Self.nothing
  /// The whole value of the log, for what is seldom asked.
  var value = Self.nothing

  private static var nothing: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: nil, count: 0)
  }

  init() {}

  /// Reads the value at a key of the log once it proves to be what was written there.
  init(key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) throws(ScanFailure) {
    guard key.count == 8 else {
      throw ScanFailure(damage: "the log holds a key that is no position")
    }
    position = UInt64(bigEndian: key.loadUnaligned(as: UInt64.self))
    self.value = value
    let event: EventView
    do throws(LogError) {
      event = try EventView(checking: RawSpan(_unsafeBytes: value), at: position)
    } catch {
      throw ScanFailure(damage: "\(error)")
    }
    version = event.version
    type = event.type
    schema = event.schema
    kind = event.kind
    precision = event.precision.rawValue
    entryMode = event.entryMode.rawValue
    offsetMinutes = event.offsetMinutes
    occurredAt = event.occurredAt.microseconds
    recordedAt = event.recordedAt.microseconds
    clock = event.clock.microseconds
    causation = event.causation.map { Int64(bitPattern: $0) }
    hasDeviations = event.hasDeviations
    // The map outlives the view: these stay good until the read transaction ends.
    id = event.streamIDBytes.withUnsafeBytes { $0 }
    recordedBy = event.recordedByBytes.withUnsafeBytes { $0 }
    performedBy = event.performedByBytes.withUnsafeBytes { $0 }
    payload = event.payload.withUnsafeBytes { $0 }
  }

  /// What is seldom asked, read anew.
  func rest<Result>(_ body: (borrowing EventView) -> Result) -> Result? {
    guard let event = try? EventView(checking: RawSpan(_unsafeBytes: value), at: position) else {
      return nil
    }
    return body(event)
  }
}
