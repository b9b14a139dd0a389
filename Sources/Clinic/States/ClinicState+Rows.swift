// Each kind's row out of a state of whatever kind.

extension Client {
  /// The row that a state is; nil for one of another kind.
  public init?(_ state: consuming ClinicState) {
    guard case .client(let row) = consume state else { return nil }
    self = row
  }
}

extension Course {
  /// The row that a state is; nil for one of another kind.
  public init?(_ state: consuming ClinicState) {
    guard case .course(let row) = consume state else { return nil }
    self = row
  }
}

extension Booking {
  /// The row that a state is; nil for one of another kind.
  public init?(_ state: consuming ClinicState) {
    guard case .booking(let row) = consume state else { return nil }
    self = row
  }
}

extension Session {
  /// The row that a state is; nil for one of another kind.
  public init?(_ state: consuming ClinicState) {
    guard case .session(let row) = consume state else { return nil }
    self = row
  }
}

extension Product {
  /// The row that a state is; nil for one of another kind.
  public init?(_ state: consuming ClinicState) {
    guard case .product(let row) = consume state else { return nil }
    self = row
  }
}

extension Lot {
  /// The row that a state is; nil for one of another kind.
  public init?(_ state: consuming ClinicState) {
    guard case .lot(let row) = consume state else { return nil }
    self = row
  }
}

extension Device {
  /// The row that a state is; nil for one of another kind.
  public init?(_ state: consuming ClinicState) {
    guard case .device(let row) = consume state else { return nil }
    self = row
  }
}

extension StaffMember {
  /// The row that a state is; nil for one of another kind.
  public init?(_ state: consuming ClinicState) {
    guard case .staff(let row) = consume state else { return nil }
    self = row
  }
}

extension ClinicProtocol {
  /// The row that a state is; nil for one of another kind.
  public init?(_ state: consuming ClinicState) {
    guard case .protocol(let row) = consume state else { return nil }
    self = row
  }
}
