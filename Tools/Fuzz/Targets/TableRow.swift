import Clinic
import Records

/// The rows of a table: their description, and how one is read and written again.
struct TableRow: Sendable {
  let type: RecordType
  let again: @Sendable ([UInt8]) throws -> [UInt8]

  static let all: [TableRow] = [
    row(AccessFact.self), row(AdverseEventFact.self), row(AmendmentFact.self), row(Booking.self),
    row(CallFact.self), row(CartridgeFact.self), row(Client.self), row(ClinicProtocol.self),
    row(ConsentFact.self), row(Course.self), row(DeviationFact.self), row(Device.self),
    row(EndpointFact.self), row(FollowUpFact.self), row(Lot.self), row(LotUsageFact.self),
    row(NumbingApplicationFact.self), row(NumbingDecisionFact.self), row(OutcomeFact.self),
    row(PainScoreFact.self), row(PassFact.self), row(PhotoFact.self), row(Product.self),
    row(SerumFact.self), row(Session.self), row(StaffMember.self),
  ]

  private static func row<Row: RecordCodable & SendableMetatype>(_ row: Row.Type) -> TableRow {
    TableRow(type: Row.recordType) { try Row(record: $0.span.bytes).encoded() }
  }
}
