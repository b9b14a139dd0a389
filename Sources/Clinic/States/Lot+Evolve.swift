public import Records

extension Lot: StateRow {
  /// The kind of stream.
  public static let streamKind = StreamKind.lot

  /// Whether the lot is received.
  public var isOpened: Bool { receivedAt != nil }

  /// The event, if it is a lot's.
  public static func event(of event: ClinicEvent) -> LotEvent? {
    if case .lot(let event) = event { event } else { nil }
  }

  /// Takes one event of a lot in.
  public mutating func evolve(_ event: LotEvent, _ entry: FoldedEntry) {
    let moment = entry.occurredAt
    switch event {
    case .lotReceived(let it):
      product = it.product
      lotNo = it.lotNo
      lotNoKey = Lot.key(of: it.lotNo)
      expiresOn = it.expiresOn
      supplier = it.supplier
      quantity = it.quantity
      unit = it.unit
      udi = it.udi
      receivedAt = moment
      become(.free, entry)
    case .lotOpened:
      openedAt.lower(to: moment)
    case .lotQuarantined:
      quarantinedAt.raise(to: moment)
      become(.quarantined, entry)
    case .lotReleased:
      releasedAt.raise(to: moment)
      become(.free, entry)
    case .lotRecalled(let it):
      if recalledAt.map({ moment < $0 }) ?? true {
        recalledAt = moment
        recallIssuer = it.issuer
        recallNotice = it.notice
      }
      become(.recalled, entry)
    case .recallClientNotified(let it):
      clientsNotified.add(1)
      notices.enter(
        LotNotice(
          client: it.client, session: it.session, channel: it.channel, from: moment,
          position: entry.rowPosition))
    case .lotDisposed(let it):
      disposed.add(it.quantity)
      if let disposed, let quantity, disposed >= quantity { become(.disposed, entry) }
    case .storageExcursionRecorded:
      excursions.add(1)
    }
  }

  private mutating func become(_ next: LotStatus, _ entry: FoldedEntry) {
    periods.enter(
      LotPeriod(status: next, from: entry.occurredAt, position: entry.rowPosition))
    if let last = periods?.last { status = status(at: last.from) }
  }

  /// How the lot stood at `moment`, whenever that was recorded; nil before it was received.
  ///
  /// A release ends a quarantine and never a recall: a recall made in error is struck out.
  public func status(at moment: Instant) -> LotStatus? {
    let recall = periods.last(at: moment) { $0.status == .recalled }
    return (recall ?? periods.last(at: moment))?.status
  }

  /// A lot number as lot numbers are compared: trimmed and in upper case.
  public static func key(of lotNo: String) -> String {
    var scalars = Substring(lotNo).unicodeScalars
    while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
    while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
    return String(scalars).uppercased()
  }
}
