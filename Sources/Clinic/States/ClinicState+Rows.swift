// Each kind's row out of a state of whatever kind.

extension Client {
  /// The row that a state keeps; nil for one of another kind.
  public static func kept(in state: ClinicState) -> Kept<Client>? {
    if case .client(let kept) = state { kept } else { nil }
  }
}

extension Course {
  /// The row that a state keeps; nil for one of another kind.
  public static func kept(in state: ClinicState) -> Kept<Course>? {
    if case .course(let kept) = state { kept } else { nil }
  }
}

extension Booking {
  /// The row that a state keeps; nil for one of another kind.
  public static func kept(in state: ClinicState) -> Kept<Booking>? {
    if case .booking(let kept) = state { kept } else { nil }
  }
}

extension Session {
  /// The row that a state keeps; nil for one of another kind.
  public static func kept(in state: ClinicState) -> Kept<Session>? {
    if case .session(let kept) = state { kept } else { nil }
  }
}

extension Product {
  /// The row that a state keeps; nil for one of another kind.
  public static func kept(in state: ClinicState) -> Kept<Product>? {
    if case .product(let kept) = state { kept } else { nil }
  }
}

extension Lot {
  /// The row that a state keeps; nil for one of another kind.
  public static func kept(in state: ClinicState) -> Kept<Lot>? {
    if case .lot(let kept) = state { kept } else { nil }
  }
}

extension Device {
  /// The row that a state keeps; nil for one of another kind.
  public static func kept(in state: ClinicState) -> Kept<Device>? {
    if case .device(let kept) = state { kept } else { nil }
  }
}

extension StaffMember {
  /// The row that a state keeps; nil for one of another kind.
  public static func kept(in state: ClinicState) -> Kept<StaffMember>? {
    if case .staff(let kept) = state { kept } else { nil }
  }
}

extension ClinicProtocol {
  /// The row that a state keeps; nil for one of another kind.
  public static func kept(in state: ClinicState) -> Kept<ClinicProtocol>? {
    if case .protocol(let kept) = state { kept } else { nil }
  }
}

extension StateRow {
  /// The row that a state is; nil for one of another kind.
  public init?(_ state: ClinicState) {
    guard let kept = Self.kept(in: state) else { return nil }
    self = kept.row
  }
}
