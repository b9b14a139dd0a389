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
  /// The tables, the log and the views of a store, at any moment.
  public init(_ store: ClinicStore) {
    let zone = store.zone
    self.init(
      environment: store.environment, rows: store.row, indexes: store.index, meta: store.meta,
      tables: TableType.all.map { type in
        Relation(number: type.id, name: type.name, record: type.record)
      },
      log: Log(
        store.log, kinds: StreamKind.names, types: EventType.all.map(\.record)),
      local: { zone.local($0) })
    views = View.all
    past = Past(store)
  }
}

extension Past {
  init(_ store: ClinicStore) {
    self.init(
      moment: { text, view in try store.moment(text, in: view) },
      record: { table, id, position, view, writer in
        guard let type = TableType.numbered(table) else { return nil }
        return try store.pastRecord(of: type, id: id, at: position, in: view, by: &writer)
      },
      rows: { table, position, view, facts, checkpoint in
        guard let type = TableType.numbered(table) else {
          throw ScanFailure(damage: "there is no table of the number \(table)")
        }
        return try PastRows(
          type, at: position, in: store, view, sharing: facts, checkpoint: checkpoint)
      })
  }
}
