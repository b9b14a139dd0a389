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
    // Moved out and in again, so that the lists in a row are changed where they lie.
    switch consume self {
    case .client(var row):
      row.take(effective)
      self = .client(row)
    case .course(var row):
      row.take(effective)
      self = .course(row)
    case .booking(var row):
      row.take(effective)
      self = .booking(row)
    case .session(var row):
      row.take(effective)
      self = .session(row)
    case .product(var row):
      row.take(effective)
      self = .product(row)
    case .lot(var row):
      row.take(effective)
      self = .lot(row)
    case .device(var row):
      row.take(effective)
      self = .device(row)
    case .staff(var row):
      row.take(effective)
      self = .staff(row)
    case .protocol(var row):
      row.take(effective)
      self = .protocol(row)
    }
  }

  /// The state as a row of whatever kind.
  public var row: any StateRow {
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
  public var table: TableType {
    switch self {
    case .client: Client.table
    case .course: Course.table
    case .booking: Booking.table
    case .session: Session.table
    case .product: Product.table
    case .lot: Lot.table
    case .device: Device.table
    case .staff: StaffMember.table
    case .protocol: ClinicProtocol.table
    }
  }
  /// The stream's id, which is the row's key.
  public var id: String { row.id }
  /// How many entries the stream has.
  public var version: Int64 { row.version }
  /// The position of the stream's first entry.
  public var firstPosition: Int64 { row.firstPosition }
  /// The position of the stream's latest entry.
  public var lastPosition: Int64 { row.lastPosition }
  /// Whether the entry that opens the stream stands.
  public var isOpened: Bool {
    // Not of `row`, which is a copy: it is asked at every entry that is recorded.
    switch self {
    case .client(let row): row.isOpened
    case .course(let row): row.isOpened
    case .booking(let row): row.isOpened
    case .session(let row): row.isOpened
    case .product(let row): row.isOpened
    case .lot(let row): row.isOpened
    case .device(let row): row.isOpened
    case .staff(let row): row.isOpened
    case .protocol(let row): row.isOpened
    }
  }
  /// The row's record, without a checksum.
  public func encoded() -> [UInt8] {
    var writer = RecordWriter(schema: 0, version: 0, slots: 0)
    return encoded(by: &writer)
  }

  /// The row's record, without a checksum, by a writer that is used for many.
  public func encoded(by writer: inout RecordWriter) -> [UInt8] {
    switch self {
    case .client(let row): row.encoded(by: &writer)
    case .course(let row): row.encoded(by: &writer)
    case .booking(let row): row.encoded(by: &writer)
    case .session(let row): row.encoded(by: &writer)
    case .product(let row): row.encoded(by: &writer)
    case .lot(let row): row.encoded(by: &writer)
    case .device(let row): row.encoded(by: &writer)
    case .staff(let row): row.encoded(by: &writer)
    case .protocol(let row): row.encoded(by: &writer)
    }
  }

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
