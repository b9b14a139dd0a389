public import Records

/// The state of any stream that has a row: one of the nine kinds.
public enum ClinicState: Hashable, Sendable {
  /// A client.
  case client(Kept<Client>)
  /// A course of treatment.
  case course(Kept<Course>)
  /// A booking.
  case booking(Kept<Booking>)
  /// A session.
  case session(Kept<Session>)
  /// A product.
  case product(Kept<Product>)
  /// A lot of a product.
  case lot(Kept<Lot>)
  /// A needling device.
  case device(Kept<Device>)
  /// Someone who works here.
  case staff(Kept<StaffMember>)
  /// A treatment protocol.
  case `protocol`(Kept<ClinicProtocol>)

  /// The state of a stream of which nothing is known yet; nil for the store, which has no row.
  public init?(_ kind: StreamKind, id: String) {
    switch kind {
    case .client: self = .client(Kept(Client(id: id)))
    case .course: self = .course(Kept(Course(id: id)))
    case .booking: self = .booking(Kept(Booking(id: id)))
    case .session: self = .session(Kept(Session(id: id)))
    case .product: self = .product(Kept(Product(id: id)))
    case .lot: self = .lot(Kept(Lot(id: id)))
    case .device: self = .device(Kept(Device(id: id)))
    case .staff: self = .staff(Kept(StaffMember(id: id)))
    case .protocol: self = .protocol(Kept(ClinicProtocol(id: id)))
    case .store: return nil
    }
  }

  /// The state that a row's record holds, its checksum taken off; nil for the store.
  public init?(_ kind: StreamKind, record: RawSpan) throws(RecordError) {
    switch kind {
    case .client: self = .client(Kept(try Client(record: record)))
    case .course: self = .course(Kept(try Course(record: record)))
    case .booking: self = .booking(Kept(try Booking(record: record)))
    case .session: self = .session(Kept(try Session(record: record)))
    case .product: self = .product(Kept(try Product(record: record)))
    case .lot: self = .lot(Kept(try Lot(record: record)))
    case .device: self = .device(Kept(try Device(record: record)))
    case .staff: self = .staff(Kept(try StaffMember(record: record)))
    case .protocol: self = .protocol(Kept(try ClinicProtocol(record: record)))
    case .store: return nil
    }
  }

  /// Takes the stream's next entry in.
  public mutating func take(_ effective: EffectiveEvent) {
    // Moved out and in again, so that a row is changed where it is kept.
    switch consume self {
    case .client(var kept):
      kept.take(effective)
      self = .client(kept)
    case .course(var kept):
      kept.take(effective)
      self = .course(kept)
    case .booking(var kept):
      kept.take(effective)
      self = .booking(kept)
    case .session(var kept):
      kept.take(effective)
      self = .session(kept)
    case .product(var kept):
      kept.take(effective)
      self = .product(kept)
    case .lot(var kept):
      kept.take(effective)
      self = .lot(kept)
    case .device(var kept):
      kept.take(effective)
      self = .device(kept)
    case .staff(var kept):
      kept.take(effective)
      self = .staff(kept)
    case .protocol(var kept):
      kept.take(effective)
      self = .protocol(kept)
    }
  }

  /// The state as a row of whatever kind.
  public var row: any StateRow {
    switch self {
    case .client(let kept): kept.row
    case .course(let kept): kept.row
    case .booking(let kept): kept.row
    case .session(let kept): kept.row
    case .product(let kept): kept.row
    case .lot(let kept): kept.row
    case .device(let kept): kept.row
    case .staff(let kept): kept.row
    case .protocol(let kept): kept.row
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
    case .client(let kept): kept.row.isOpened
    case .course(let kept): kept.row.isOpened
    case .booking(let kept): kept.row.isOpened
    case .session(let kept): kept.row.isOpened
    case .product(let kept): kept.row.isOpened
    case .lot(let kept): kept.row.isOpened
    case .device(let kept): kept.row.isOpened
    case .staff(let kept): kept.row.isOpened
    case .protocol(let kept): kept.row.isOpened
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
    case .client(let kept): kept.row.encoded(by: &writer)
    case .course(let kept): kept.row.encoded(by: &writer)
    case .booking(let kept): kept.row.encoded(by: &writer)
    case .session(let kept): kept.row.encoded(by: &writer)
    case .product(let kept): kept.row.encoded(by: &writer)
    case .lot(let kept): kept.row.encoded(by: &writer)
    case .device(let kept): kept.row.encoded(by: &writer)
    case .staff(let kept): kept.row.encoded(by: &writer)
    case .protocol(let kept): kept.row.encoded(by: &writer)
    }
  }

  /// Whose facts the stream's entries are.
  public var subject: Subject {
    switch self {
    case .client(let kept): kept.row.subject
    case .course(let kept): kept.row.subject
    case .booking(let kept): kept.row.subject
    case .session(let kept): kept.row.subject
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
