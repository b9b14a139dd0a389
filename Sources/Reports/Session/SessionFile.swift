import Clinic
import ClinicStore
import EventLog
import Records

/// All that the report of a session is made from, read at one moment.
struct SessionFile {
  let audit: SessionAudit
  let client: Client?
  /// Who had a hand in it, by staff id; only looked up, never listed.
  private let staff: [String: StaffMember]
  /// The products that it names, by id; only looked up, never listed.
  private let products: [String: Product]
  let edition: ProtocolEdition?
  /// The digests of what the report shows.
  let digests: [Certificate.Digest]

  var session: Session { audit.session }
  var zone: ClinicZone { audit.zone }

  init(of id: String, in store: Snapshot) throws {
    audit = try SessionAudit(of: id, in: store)
    let session = audit.session
    if let id = session.client { client = try store.state(Client.self, id) } else { client = nil }
    var staff: [String: StaffMember] = [:]
    var products: [String: Product] = [:]
    for entry in audit.entries {
      var people = [entry.envelope.performedBy, entry.envelope.recordedBy]
      people += entry.envelope.deviations.map(\.authorisedBy)
      for person in people where staff[person] == nil {
        staff[person] = try store.state(StaffMember.self, person)
      }
      for product in entry.products where products[product] == nil {
        products[product] = try store.state(Product.self, product)
      }
    }
    for person in [session.practitioner, session.supervisor].compactMap({ $0 })
    where staff[person] == nil {
      staff[person] = try store.state(StaffMember.self, person)
    }
    self.staff = staff
    self.products = products
    let moment = try store.moment()
    edition = try store.edition(at: session.closedAt ?? session.abandonedAt ?? moment)
    digests = try SessionDigests(of: audit, Set(products.keys).sorted(), in: store).all
  }

  /// A member of staff by id and name: `U2, Bo`.
  func person(_ id: String?) -> String? {
    id.map { id in staff[id]?.name.map { "\(id), \($0)" } ?? id }
  }

  /// A product by id and name: `P1, HA serum`.
  func product(_ id: String?) -> String? {
    id.map { id in products[id]?.name.map { "\(id), \($0)" } ?? id }
  }

  /// What the label of a product says; nil where it has none.
  func label(of product: String) -> ProductLabel? { products[product]?.label }

  /// When an entry happened: the time alone on the day of the visit.
  func time(_ entry: AuditEntry) -> String {
    let text = zone.display(entry.envelope)
    guard let opened = session.openedAt, entry.envelope.precision != .unknown else { return text }
    let day = zone.display(opened).prefix(11)
    return text.hasPrefix(day) && text.count > 11 ? String(text.dropFirst(11)) : text
  }

  /// The entries that stand, with what the pick makes of each.
  func standing<Picked>(_ pick: (SessionEvent) -> Picked?) -> [(entry: AuditEntry, it: Picked)] {
    audit.entries.compactMap { entry in
      guard !entry.effective.isStruck, case .session(let event) = entry.effective.event,
        let picked = pick(event)
      else { return nil }
      return (entry, picked)
    }
  }

  /// A paragraph that says that nothing is recorded of something.
  static func notRecorded(_ what: String) -> ReportPart {
    .paragraph("\(what): \(ReportFact.notRecorded).")
  }

  /// A table of rows under its head, or that nothing is recorded of it.
  static func parts(_ title: String, _ table: ReportTable) -> [ReportPart] {
    table.rows.isEmpty ? [notRecorded(title)] : [.heading(title), .table(table)]
  }

  /// A table of rows, or that nothing is recorded of what it would tell.
  static func part(_ table: ReportTable, orNotRecorded what: String) -> ReportPart {
    table.rows.isEmpty ? notRecorded(what) : .table(table)
  }
}

extension AuditEntry {
  /// How it stands out; what is struck, by that alone.
  var mark: RowMark {
    var mark = effective.mark
    guard !effective.isStruck else { return mark }
    if !envelope.deviations.isEmpty { mark.insert(.deviation) }
    if isLate { mark.insert(.late) }
    return mark
  }

  var at: String { "@\(envelope.position)" }

  /// Where it stands with how it stands out, for what is not a row of its own: `@326, corrected`.
  var marked: String { ([at] + mark.words).joined(separator: ", ") }

  /// The products that it names, now or first.
  fileprivate var products: [String] {
    [effective.event, effective.original].flatMap { event -> [String] in
      guard case .session(let event) = event else { return [] }
      let product: String? =
        switch event {
        case .skinCleansed(let it): it.product
        case .numbingDecided(let it): it.product
        case .numbingApplied(let it): it.product
        case .serumApplied(let it): it.product
        case .maskApplied(let it): it.product
        case .postCareApplied(let it): it.product
        default: nil
        }
      return product.map { [$0] } ?? []
    }
  }
}
