import Clinic
import Foundation
import Records
import TestProcesses
import Testing

/// The bytes of one event of every type, kept so that a change of them is seen before a store that
/// holds the old ones meets it.
///
/// Recorded anew with `STIPPLE_RECORD_GOLDEN=1`, which is right for a new type only: bytes that
/// have been in a store never change, a new version is a new schema.
@Suite struct GoldenTests {
  private static let folder = PackageFolder.tests.appendingPathComponent("Golden")
  private static let isRecording =
    ProcessInfo.processInfo.environment["STIPPLE_RECORD_GOLDEN"] == "1"

  /// Records of the store from before a field was added to their schema; never recorded anew.
  private static let earlier = ["store-opened.1.before-checkpoint-key"]

  private static func file(_ type: EventType, _ kind: String) -> URL {
    folder.appendingPathComponent("\(type.name).\(type.version).\(kind)")
  }

  /// The record of the type's full example.
  private static func record(_ type: EventType) throws -> [UInt8] {
    let example = try #require(try SchemaFile.event(type.name).fullExample, "no full example")
    return try type.record.record(fromJSON: example.json.text)
  }

  /// What is kept of a type; while recording, what it gives now.
  private static func golden(_ type: EventType) throws -> (hex: String, json: String) {
    if isRecording {
      let record = try record(type)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try hex(record).write(to: file(type, "hex"), atomically: true, encoding: .utf8)
      try (type.record.json(of: record.span.bytes) + "\n")
        .write(to: file(type, "json"), atomically: true, encoding: .utf8)
    }
    return (
      try String(contentsOf: file(type, "hex"), encoding: .utf8),
      try String(contentsOf: file(type, "json"), encoding: .utf8)
    )
  }

  @Test(arguments: EventType.all.map(\.name))
  func `an event's record has the bytes that it always had`(name: String) throws {
    let type = try #require(EventType.named(name))
    #expect(Self.hex(try Self.record(type)) == (try Self.golden(type).hex))
  }

  @Test(arguments: EventType.all.map(\.name))
  func `golden bytes are still read as what they said`(name: String) throws {
    let type = try #require(EventType.named(name))
    let golden = try Self.golden(type)
    let record = try #require(Self.bytes(golden.hex))
    #expect(type.record.json(of: record.span.bytes) + "\n" == golden.json)
    let event = try ClinicEvent(
      type: type.number, version: type.version, payload: record.span.bytes)
    #expect(event.encoded() == record)
  }

  @Test(arguments: earlier)
  func `bytes from before a field was added are still read, and the field is absent`(
    name: String
  ) throws {
    let type = try #require(EventType.named(String(name.prefix { $0 != "." })))
    let file = Self.folder.appendingPathComponent(name)
    let hex = try String(contentsOf: file.appendingPathExtension("hex"), encoding: .utf8)
    let json = try String(contentsOf: file.appendingPathExtension("json"), encoding: .utf8)
    let record = try #require(Self.bytes(hex))
    #expect(type.record.json(of: record.span.bytes) + "\n" == json)
    #expect(try type.record.record(fromJSON: json) == record)
  }

  @Test func `every type has its golden files and no others are there`() throws {
    if Self.isRecording { for type in EventType.all { _ = try Self.golden(type) } }
    let expected = EventType.all.flatMap { type in
      ["hex", "json"].map { Self.file(type, $0).lastPathComponent }
    }
    let kept = Self.earlier.flatMap { ["\($0).hex", "\($0).json"] }
    #expect(try PackageFolder.names(in: Self.folder) == (expected + kept).sorted())
  }

  /// Lines of 32 bytes, as hex digits.
  private static func hex(_ bytes: [UInt8]) -> String {
    stride(from: 0, to: bytes.count, by: 32).map { start in
      bytes[start..<min(start + 32, bytes.count)]
        .map { String(format: "%02x", $0) }.joined() + "\n"
    }.joined()
  }

  private static func bytes(_ hex: String) -> [UInt8]? {
    let digits = Array(hex.filter { $0 != "\n" })
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for at in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = UInt8(String(digits[at...at + 1]), radix: 16) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}
