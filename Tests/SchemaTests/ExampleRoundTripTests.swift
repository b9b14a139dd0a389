import Clinic
import Foundation
import Records
import TestProcesses
import Testing

/// Every example through the record and back.
@Suite struct ExampleRoundTripTests {
  @Test func `every schema has its type and every type its schema`() throws {
    let folder = PackageFolder.schemas.appendingPathComponent("events")
    let types = EventType.all.map { "\($0.name).\($0.version).json" }
    #expect(try PackageFolder.names(in: folder) == types.sorted())
    #expect(types.count > 80)
    let tables = PackageFolder.schemas.appendingPathComponent("tables")
    #expect(
      try PackageFolder.names(in: tables) == TableType.all.map { "\($0.name).json" }.sorted())
    #expect(TableType.all.count > 20)
  }

  @Test(arguments: EventType.all.map(\.name))
  func `an event's examples come back from record and type as they went in`(name: String) throws {
    let type = try #require(EventType.named(name))
    let examples = try SchemaFile.event(name).examples
    #expect(!examples.isEmpty)
    for example in examples {
      let record = try type.record.record(fromJSON: example.json.text)
      let event = try ClinicEvent(
        type: type.number, version: type.version, payload: record.span.bytes)
      #expect(event.type.number == type.number)
      #expect(event.encoded() == record)
      try expect(type.record, record, says: example.meaning)
    }
  }

  @Test(arguments: TableType.all.map(\.name))
  func `a table's examples come back from record and type as they went in`(name: String) throws {
    let table = try #require(TableType.named(name))
    let row = try #require(Self.rows.first { $0.recordType.name == name }, "add it to `rows`")
    let examples = try SchemaFile.table(name).examples
    #expect(!examples.isEmpty)
    for example in examples {
      let record = try table.record.record(fromJSON: example.json.text)
      #expect(try Self.reencoded(row, record) == record)
      try expect(table.record, record, says: example.meaning)
    }
  }

  /// The record's JSON means what the example means, and is the same record again.
  private func expect(_ type: RecordType, _ record: [UInt8], says meaning: JSONMeaning) throws {
    let canonical = type.json(of: record.span.bytes)
    #expect(try JSONMeaning(of: canonical) == meaning, "\(canonical)")
    #expect(try type.record(fromJSON: canonical) == record, "\(canonical)")
  }

  private static let rows: [any (RecordCodable & Sendable).Type] = [
    AccessFact.self, AdverseEventFact.self, AmendmentFact.self, Booking.self, CallFact.self,
    CartridgeFact.self, Client.self, ClinicProtocol.self, ConsentFact.self, Course.self,
    DeviationFact.self, Device.self, EndpointFact.self, FollowUpFact.self, Lot.self,
    LotUsageFact.self, NumbingApplicationFact.self, NumbingDecisionFact.self, OutcomeFact.self,
    PainScoreFact.self, PassFact.self, PhotoFact.self, Product.self, SerumFact.self, Session.self,
    StaffMember.self,
  ]

  private static func reencoded<Row: RecordCodable>(
    _ row: Row.Type, _ record: [UInt8]
  ) throws -> [UInt8] {
    try Row(record: record.span.bytes).encoded()
  }
}
