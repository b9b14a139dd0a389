extension Catalog.Table {
  /// A history; the columns of its rows are described as they are in their table.
  init(_ shape: HistoryShape) {
    name = shape.name
    summary = shape.summary
    definition = nil
    kind = .history
    // The moment is asked for, not told: `declaration` says how.
    columns = shape.columns.indices.dropFirst().map { place in
      let column = shape.columns[place]
      return Catalog.Column(
        name: column.name, type: column.declaredType, summary: column.summary, unit: column.unit,
        words: column.words, isKey: place == shape.id || place == shape.version,
        isIndexed: false, isHidden: column.isHidden, isPersonal: column.isPersonal)
    }
  }
}
