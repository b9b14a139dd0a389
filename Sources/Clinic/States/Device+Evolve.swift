public import Records

extension Device: StateRow {
  /// The kind of stream.
  public static let streamKind = StreamKind.device

  /// Whether the device is commissioned.
  public var isOpened: Bool { commissionedAt != nil }

  /// The event, if it is a device's.
  public static func event(of event: ClinicEvent) -> DeviceEvent? {
    if case .device(let event) = event { event } else { nil }
  }

  /// Takes one event of a device in.
  public mutating func evolve(_ event: DeviceEvent, _ entry: FoldedEntry) {
    let moment = entry.occurredAt
    switch event {
    case .deviceCommissioned(let it):
      make = it.make
      model = it.model
      serial = it.serial
      udi = it.udi
      maxDepthMm = it.maxDepthMm
      kind = it.kind
      commissionedAt = moment
      become(.inService, entry)
    case .deviceCleaned:
      cleanedAt.raise(to: moment)
    case .deviceServiced(let it):
      servicedAt.raise(to: moment)
      services.enter(
        ServicePeriod(from: moment, nextDueOn: it.nextDueOn, position: entry.rowPosition))
      nextDueOn = services?.last?.nextDueOn
    case .deviceFaultReported:
      faults.add(1)
      lastFaultAt.raise(to: moment)
    case .deviceWithdrawn:
      become(.withdrawn, entry)
    case .deviceReturned:
      become(.inService, entry)
    }
  }

  private mutating func become(_ next: DeviceStatus, _ entry: FoldedEntry) {
    periods.enter(
      DevicePeriod(status: next, from: entry.occurredAt, position: entry.rowPosition))
    status = periods?.last?.status
  }

  /// Whether the device was in service at `moment`; nil before it was commissioned.
  public func status(at moment: Instant) -> DeviceStatus? {
    periods.last(at: moment)?.status
  }

  /// The service in force at `moment`: the last one held by then.
  public func service(at moment: Instant) -> ServicePeriod? {
    services.last(at: moment)
  }
}
