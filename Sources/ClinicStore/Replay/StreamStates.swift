import Clinic
import EventLog
import Records

/// The states of many streams, by kind, each changed where it lies.
///
/// `ClinicState` holds any kind and is copied in and out at every event; a fold of a whole log works
/// on arrays of each kind instead.
struct StreamStates {
  private var clients: [Client] = []
  private var courses: [Course] = []
  private var bookings: [Booking] = []
  private var sessions: [Session] = []
  private var products: [Product] = []
  private var lots: [Lot] = []
  private var devices: [Device] = []
  private var staff: [StaffMember] = []
  private var protocols: [ClinicProtocol] = []

  /// Begins a stream, and gives its place among those of its kind; the store's own has none.
  mutating func begin(_ kind: StreamKind, id: String) -> Int {
    switch kind {
    case .client: clients.begin(id)
    case .course: courses.begin(id)
    case .booking: bookings.begin(id)
    case .session: sessions.begin(id)
    case .product: products.begin(id)
    case .lot: lots.begin(id)
    case .device: devices.begin(id)
    case .staff: staff.begin(id)
    case .protocol: protocols.begin(id)
    case .store: 0
    }
  }

  /// Takes in the next entry of a stream, which nothing amends and which amends nothing.
  ///
  /// Throws where its data is not a record of its type.
  mutating func take(
    _ event: borrowing EventView, _ kind: StreamKind, at place: Int
  ) throws(RecordError) {
    switch kind {
    case .client: try clients[place].take(event)
    case .course: try courses[place].take(event)
    case .booking: try bookings[place].take(event)
    case .session: try sessions[place].take(event)
    case .product: try products[place].take(event)
    case .lot: try lots[place].take(event)
    case .device: try devices[place].take(event)
    case .staff: try staff[place].take(event)
    case .protocol: try protocols[place].take(event)
    case .store:
      _ = try ClinicEvent(type: event.type, version: event.schema, payload: event.payload)
    }
  }

  /// Takes in the next entry of a stream, which nothing amends and which amends nothing.
  mutating func take(
    _ event: ClinicEvent, _ entry: FoldedEntry, _ kind: StreamKind, at place: Int
  ) {
    switch kind {
    case .client: clients[place].take(event, entry)
    case .course: courses[place].take(event, entry)
    case .booking: bookings[place].take(event, entry)
    case .session: sessions[place].take(event, entry)
    case .product: products[place].take(event, entry)
    case .lot: lots[place].take(event, entry)
    case .device: devices[place].take(event, entry)
    case .staff: staff[place].take(event, entry)
    case .protocol: protocols[place].take(event, entry)
    case .store: break
    }
  }

  /// Takes in the next entry of a stream as its amendments leave it.
  mutating func take(_ event: EffectiveEvent, _ kind: StreamKind, at place: Int) {
    switch kind {
    case .client: clients[place].take(event)
    case .course: courses[place].take(event)
    case .booking: bookings[place].take(event)
    case .session: sessions[place].take(event)
    case .product: products[place].take(event)
    case .lot: lots[place].take(event)
    case .device: devices[place].take(event)
    case .staff: staff[place].take(event)
    case .protocol: protocols[place].take(event)
    case .store: break
    }
  }

  /// The record of a stream's state, without checksum; nil for the store.
  func encoded(_ kind: StreamKind, at place: Int, by writer: inout RecordWriter) -> [UInt8]? {
    switch kind {
    case .client: clients[place].encoded(by: &writer)
    case .course: courses[place].encoded(by: &writer)
    case .booking: bookings[place].encoded(by: &writer)
    case .session: sessions[place].encoded(by: &writer)
    case .product: products[place].encoded(by: &writer)
    case .lot: lots[place].encoded(by: &writer)
    case .device: devices[place].encoded(by: &writer)
    case .staff: staff[place].encoded(by: &writer)
    case .protocol: protocols[place].encoded(by: &writer)
    case .store: nil
    }
  }

  /// Whose facts the entries of a stream are.
  func subject(_ kind: StreamKind, at place: Int) -> Subject {
    switch kind {
    case .client: clients[place].subject
    case .course: courses[place].subject
    case .booking: bookings[place].subject
    case .session: sessions[place].subject
    case .product, .lot, .device, .staff, .protocol, .store: .none
    }
  }

  /// Makes a stream's state that of one without events.
  mutating func clear(_ kind: StreamKind, id: String, at place: Int) {
    switch kind {
    case .client: clients[place] = Client(id: id)
    case .course: courses[place] = Course(id: id)
    case .booking: bookings[place] = Booking(id: id)
    case .session: sessions[place] = Session(id: id)
    case .product: products[place] = Product(id: id)
    case .lot: lots[place] = Lot(id: id)
    case .device: devices[place] = Device(id: id)
    case .staff: staff[place] = StaffMember(id: id)
    case .protocol: protocols[place] = ClinicProtocol(id: id)
    case .store: break
    }
  }
}

extension Array where Element: StateRow {
  fileprivate mutating func begin(_ id: String) -> Int {
    append(Element(id: id))
    return count - 1
  }
}
