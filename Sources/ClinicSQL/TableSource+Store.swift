import Clinic
public import ClinicStore
import EventLog

extension Connection {
  /// Opens the tables of a store.
  public convenience init(
    _ store: ClinicStore, limits: Limits = Limits()
  ) throws(SQLError) {
    try self.init(TableSource(store), limits: limits)
  }
}

extension TableSource {
  /// The tables, the log and the views of a store.
  public init(_ store: ClinicStore) {
    let zone = store.zone
    self.init(
      environment: store.environment, rows: store.row, indexes: store.index, meta: store.meta,
      tables: TableType.all.map { Relation(number: $0.id, record: $0.record) },
      log: Log(
        store.log, kinds: StreamKind.names, types: EventType.all.map(\.record)),
      local: { zone.local($0) })
    views = View.all
  }
}
