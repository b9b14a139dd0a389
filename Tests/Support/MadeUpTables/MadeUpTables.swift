package import Records

/// Tables made up for tests: every kind of column, every form of key, every kind of index.
package enum MadeUp {
  package static let zone = EnumType(
    name: "Zone", words: ["nose", "cheek", "chin", "scar", "other"])

  package static let part = RecordType(
    id: 0, version: 1, name: "part", summary: "",
    fields: [
      Field("name", slot: 0, kind: .text, isRequired: true),
      Field("percent", slot: 1, kind: .decimal(scale: 1)),
    ])

  /// A state table: key by text.
  package static let visits = RecordType(
    id: 1, version: 1, name: "visits", summary: "one visit",
    fields: [
      Field("id", slot: 0, kind: .text, isRequired: true, summary: "the visit's id"),
      Field("client", slot: 5, kind: .text, isIndexed: true, refers: "client"),
      Field("zone", slot: 6, kind: .enumeration(zone), isIndexed: true, summary: "where"),
      Field("depth", slot: 7, kind: .decimal(scale: 2), unit: "mm", summary: "how deep"),
      Field("score", slot: 8, kind: .integer, isIndexed: true),
      Field("seen_on", slot: 9, kind: .date, isIndexed: true),
      Field("seen_at", slot: 10, kind: .instant, isIndexed: true),
      Field("done", slot: 11, kind: .boolean),
      Field("note", slot: 12, kind: .text, isPersonal: true),
      Field("zones", slot: 13, kind: .list(.enumeration(zone))),
      Field("part", slot: 14, kind: .structure(part)),
      Field("version", slot: 1, kind: .integer),
      Field("hidden", slot: 2, kind: .integer, isHidden: true),
    ])

  /// A fact table: key by position and ordinal.
  package static let marks = RecordType(
    id: 2, version: 1, name: "marks", summary: "one mark of a visit",
    fields: [
      Field("position", slot: 0, kind: .integer, isRequired: true),
      Field("ordinal", slot: 1, kind: .integer, isRequired: true),
      Field("visit", slot: 2, kind: .text, isIndexed: true, refers: "session"),
      Field("zone", slot: 3, kind: .enumeration(zone)),
      Field("score", slot: 4, kind: .integer, isIndexed: true),
      Field("label", slot: 5, kind: .text),
    ])

  /// A state table that stays empty.
  package static let rooms = RecordType(
    id: 3, version: 1, name: "rooms", summary: "",
    fields: [
      Field("id", slot: 0, kind: .text, isRequired: true),
      Field("zone", slot: 1, kind: .enumeration(zone), isIndexed: true),
    ])

  /// Each with the number that its keys begin with.
  package static let tables: [(number: UInt8, record: RecordType)] = [
    (1, visits), (20, marks), (3, rooms),
  ]
}

/// One value of a made-up row, as it is stored.
package enum Cell: Equatable, Sendable {
  case null
  case number(Int64)
  case text(String)
  case words([Int64])
  case part(String, Int64?)
}

extension MadeUp {
  /// Rows with what is awkward: ids that look like numbers, extremes, NULLs, quotes, no ASCII.
  package static func rows(seed: UInt64, visits visitCount: Int, marks markCount: Int) -> [Row] {
    var random = SplitMix(seed: seed)
    let awkward = [
      "7", "07", "7abc", "7.0", "S1", "s1", "S1 ", "S10", "O'Neil", "a\"b", "é", "日本", "%", "-1",
      "2.5", "NULL", "2026-03-01", "cheek", "x;y", "zz",
    ]
    let ids = awkward + (0..<max(0, visitCount - awkward.count)).map { "V\($0)" }
    let numbers: [Int64] = [.min, .max, 0, 1, 2, 3, 5, 7, -1, 1 << 53, (1 << 53) + 1, -7]
    var rows: [Row] = []
    for id in ids.prefix(visitCount) {
      var cells: [Cell] = [.text(id)]
      cells.append(random.orNull { .text(["C1", "C2", "7", "07", "c1", id][$0.below(6)]) })
      cells.append(random.orNull { .number(Int64($0.below(zone.words.count))) })
      cells.append(random.orNull { .number(Int64($0.below(350)) - 20) })
      cells.append(random.orNull { .number(numbers[$0.below(numbers.count)]) })
      cells.append(random.orNull { .number(20_513 + Int64($0.below(40)) - 20) })
      cells.append(
        random.orNull { .number(1_772_359_500_000_000 + Int64($0.below(5_000)) * 431_999_875) })
      cells.append(random.orNull { .number(Int64($0.below(2))) })
      cells.append(
        random.orNull { .text(["", "it's", "a\tb", "ÄÖ", "7", "long " + id][$0.below(6)]) })
      cells.append(random.orNull { .words((0..<$0.below(3)).map(Int64.init)) })
      cells.append(random.orNull { .part("p", $0.below(2) == 0 ? nil : 25) })
      cells.append(.number(Int64(random.below(4))))
      cells.append(.number(Int64(random.below(9))))
      rows.append(Row(table: 0, cells: cells))
    }
    var position: Int64 = 0
    for place in 0..<markCount {
      position += Int64(random.below(3))
      if place == markCount - 1 { position = .max }
      let ordinal = rows.last.flatMap { last -> Int64? in
        guard last.table == 1, last.cells[0] == .number(position),
          case .number(let before) = last.cells[1]
        else { return nil }
        return before + 1
      }
      rows.append(
        Row(
          table: 1,
          cells: [
            .number(position), .number(ordinal ?? 0),
            random.orNull { .text(ids[$0.below(min(ids.count, visitCount))]) },
            random.orNull { .number(Int64($0.below(zone.words.count))) },
            random.orNull { .number(numbers[$0.below(numbers.count)]) },
            random.orNull { .text(["L\($0.below(5))", "7", ""][$0.below(3)]) },
          ]))
    }
    return rows
  }

  package struct Row: Equatable, Sendable {
    /// The place among ``MadeUp/tables``.
    package var table: Int
    /// In the order of the columns.
    package var cells: [Cell]

    /// A row of that table.
    package init(table: Int, cells: [Cell]) {
      self.table = table
      self.cells = cells
    }
  }
}
