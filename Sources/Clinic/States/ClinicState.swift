public import Records

/// The state of any stream that has a row: one of the nine kinds.
public enum ClinicState: Hashable, Sendable {
  /// A client.
  case client(Client)
  /// A course of treatment.
  case course(Course)
  /// A booking.
  case booking(Booking)
  /// A session.
  case session(Session)
  /// A product.
  case product(Product)
  /// A lot of a product.
  case lot(Lot)
  /// A needling device.
  case device(Device)
  /// Someone who works here.
  case staff(StaffMember)
  /// A treatment protocol.
  case `protocol`(ClinicProtocol)

  /// The state of a stream of which nothing is known yet; nil for the store, which has no row.
  public init?(_ kind: StreamKind, id: String) {
    switch kind {
    case .client: self = .client(Client(id: id))
    case .course: self = .course(Course(id: id))
    case .booking: self = .booking(Booking(id: id))
    case .session: self = .session(Session(id: id))
    case .product: self = .product(Product(id: id))
    case .lot: self = .lot(Lot(id: id))
    case .device: self = .device(Device(id: id))
    case .staff: self = .staff(StaffMember(id: id))
    case .protocol: self = .protocol(ClinicProtocol(id: id))
    case .store: return nil
    }
  }

  /// The state that a row's record holds, its checksum taken off; nil for the store.
  public init?(_ kind: StreamKind, record: RawSpan) throws(RecordError) {
    switch kind {
    case .client: self = .client(try Client(record: record))
    case .course: self = .course(try Course(record: record))
    case .booking: self = .booking(try Booking(record: record))
    case .session: self = .session(try Session(record: record))
    case .product: self = .product(try Product(record: record))
    case .lot: self = .lot(try Lot(record: record))
    case .device: self = .device(try Device(record: record))
    case .staff: self = .staff(try StaffMember(record: record))
    case .protocol: self = .protocol(try ClinicProtocol(record: record))
    case .store: return nil
    }
  }

  /// Takes the stream's next entry in.
  public mutating func take(_ effective: EffectiveEvent) {
    switch self {
    case .client(var row): self = .client(row.taking(effective))
    case .course(var row): self = .course(row.taking(effective))
    case .booking(var row): self = .booking(row.taking(effective))
    case .session(var row): self = .session(row.taking(effective))
    case .product(var row): self = .product(row.taking(effective))
    case .lot(var row): self = .lot(row.taking(effective))
    case .device(var row): self = .device(row.taking(effective))
    case .staff(var row): self = .staff(row.taking(effective))
    case .protocol(var row): self = .protocol(row.taking(effective))
    }
  }

  /// The state as a row of whatever kind.
  var row: any StateRow {
    switch self {
    case .client(let row): row
    case .course(let row): row
    case .booking(let row): row
    case .session(let row): row
    case .product(let row): row
    case .lot(let row): row
    case .device(let row): row
    case .staff(let row): row
    case .protocol(let row): row
    }
  }

  /// The table that the row stands in.
  public var table: TableType { type(of: row).table }
  /// The stream's id, which is the row's key.
  public var id: String { row.id }
  /// How many entries the stream has.
  public var version: Int64 { row.version }
  /// The position of the stream's first entry.
  public var firstPosition: Int64 { row.firstPosition }
  /// The position of the stream's latest entry.
  public var lastPosition: Int64 { row.lastPosition }
  /// Whether the entry that opens the stream stands.
  public var isOpened: Bool { row.isOpened }
  /// The row's record, without a checksum.
  public func encoded() -> [UInt8] { row.encoded() }

  /// Whose facts the stream's entries are.
  public var subject: Subject {
    switch self {
    case .client(let row): row.subject
    case .course(let row): row.subject
    case .booking(let row): row.subject
    case .session(let row): row.subject
    case .product, .lot, .device, .staff, .protocol: .none
    }
  }
}

extension StateRow {
  fileprivate mutating func taking(_ effective: EffectiveEvent) -> Self {
    take(effective)
    return self
  }
}

extension Client {
  /// Whose facts the stream's entries are.
  public var subject: Subject { Subject(client: id) }
}

extension Course {
  /// Whose facts the stream's entries are.
  public var subject: Subject { Subject(client: client, course: id) }
}

extension Booking {
  /// Whose facts the stream's entries are.
  public var subject: Subject { Subject(client: client, course: course, booking: id) }
}

extension Session {
  /// Whose facts the stream's entries are.
  public var subject: Subject {
    Subject(client: client, session: id, course: course, booking: booking)
  }
}
