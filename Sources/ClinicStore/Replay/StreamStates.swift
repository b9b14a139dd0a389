import Clinic
import EventLog

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
  mutating func take(
    _ event: ClinicEvent, _ envelope: Envelope, _ kind: StreamKind, at place: Int
  ) {
    switch kind {
    case .client: clients[place].take(event, envelope)
    case .course: courses[place].take(event, envelope)
    case .booking: bookings[place].take(event, envelope)
    case .session: sessions[place].take(event, envelope)
    case .product: products[place].take(event, envelope)
    case .lot: lots[place].take(event, envelope)
    case .device: devices[place].take(event, envelope)
    case .staff: staff[place].take(event, envelope)
    case .protocol: protocols[place].take(event, envelope)
    case .store: break
    }
  }

  /// A stream's state as a value of its own; nil for the store.
  func state(_ kind: StreamKind, at place: Int) -> ClinicState? {
    switch kind {
    case .client: .client(clients[place])
    case .course: .course(courses[place])
    case .booking: .booking(bookings[place])
    case .session: .session(sessions[place])
    case .product: .product(products[place])
    case .lot: .lot(lots[place])
    case .device: .device(devices[place])
    case .staff: .staff(staff[place])
    case .protocol: .protocol(protocols[place])
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

  /// Puts another state in a stream's place.
  mutating func replace(with state: ClinicState, at place: Int) {
    switch state {
    case .client(let row): clients[place] = row
    case .course(let row): courses[place] = row
    case .booking(let row): bookings[place] = row
    case .session(let row): sessions[place] = row
    case .product(let row): products[place] = row
    case .lot(let row): lots[place] = row
    case .device(let row): devices[place] = row
    case .staff(let row): staff[place] = row
    case .protocol(let row): protocols[place] = row
    }
  }
}

extension Array where Element: StateRow {
  fileprivate mutating func begin(_ id: String) -> Int {
    append(Element(id: id))
    return count - 1
  }
}
