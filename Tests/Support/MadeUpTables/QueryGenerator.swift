/// SQL that both engines must answer alike, drawn from a seed or from bytes.
///
/// Nothing whose answer SQLite leaves open: no sum of reals, no bare column in a group, no LIMIT
/// without a whole order.
package struct QueryGenerator {
  /// A statement, and what of its answer SQLite leaves open.
  package struct Query {
    package var sql: String
    /// Whether the order of the rows is part of the answer.
    package var isOrdered: Bool
    /// Whether equal rows become one, which may be any of them: 7 or 7.0.
    package var isDistinct: Bool

    /// A statement.
    package init(sql: String, isOrdered: Bool, isDistinct: Bool = false) {
      self.sql = sql
      self.isOrdered = isOrdered
      self.isDistinct = isDistinct
    }
  }

  /// The tables that statements are drawn over.
  package struct Schema: Sendable {
    /// One table: its name where a FROM has it, and its columns.
    package struct Table: Sendable {
      /// Several, of which one is drawn each time: the same table at several moments.
      package var names: [String]
      package var columns: [String]
      package var key: [String]
      /// Whole numbers that are small enough to be added up.
      package var integers: [String]
      /// The columns that are asked for most: those of the key and the indexes.
      package var favoured: [String]

      /// A table by its parts.
      package init(
        names: [String], columns: [String], key: [String], integers: [String], favoured: [String]
      ) {
        self.names = names
        self.columns = columns
        self.key = key
        self.integers = integers
        self.favoured = favoured
      }
    }

    /// A table keyed by text, one keyed by position and ordinal, and a third.
    package var tables: [Table]
    /// The column of the second table that names a row of the first.
    package var link: String
    /// Columns of the second table, of several kinds.
    package var others: [String]
    /// Values to compare with, as SQL writes them.
    package var literals: [String]
    /// How tables are joined.
    package var joins = ["join", "left join", "right join", "full join", "cross join", ","]

    /// A schema by its parts.
    package init(tables: [Table], link: String, others: [String], literals: [String]) {
      self.tables = tables
      self.link = link
      self.others = others
      self.literals = literals
    }
  }

  private struct Source {
    var alias: String
    var number: Int
    var table: Schema.Table
    var columns: [String] { table.columns }
    var key: [String] { table.key.map { alias + "." + $0 } }
  }

  private let schema: Schema
  private var random: SplitMix

  /// Statements that follow from a seed.
  package init(seed: UInt64, _ schema: Schema = .madeUp) {
    random = SplitMix(seed: seed)
    self.schema = schema
  }

  /// Statements that follow from bytes, a byte a choice.
  package init(bytes: [UInt8], _ schema: Schema = .madeUp) {
    random = SplitMix(bytes: bytes)
    self.schema = schema
  }

  private func source(_ alias: String, _ number: Int) -> Source {
    Source(alias: alias, number: number, table: schema.tables[number])
  }

  private mutating func name(_ number: Int) -> String {
    let names = schema.tables[number].names
    return names.count == 1 ? names[0] : random.pick(names)
  }

  /// The next statement.
  package mutating func next() -> Query {
    switch random.below(12) {
    case 0: compound()
    case 1: aggregate()
    case 2: window()
    case 3: recursive()
    default: plain()
    }
  }

  // MARK: Shapes

  private mutating func plain() -> Query {
    let (from, sources) = sources()
    let columns = (0..<1 + random.below(4)).map { _ in value(sources) }
    let distinct = random.below(8) == 0 ? "distinct " : ""
    var sql = "select \(distinct)\(columns.joined(separator: ", ")) from \(from)"
    if random.below(5) > 0 { sql += " where " + predicate(sources, depth: 2) }
    guard distinct.isEmpty else { return Query(sql: sql, isOrdered: false, isDistinct: true) }
    guard random.below(2) == 0 else { return Query(sql: sql, isOrdered: false) }
    // SQLite takes a column that equals a number made by `cast` for one value and leaves the order out,
    // though a text column may equal it in several spellings: '7', '07', '7.0'.
    sql.replace("cast('7' as integer)", with: "7")
    sql += " order by " + order(sources)
    if random.below(2) == 0 { sql += " limit \(random.below(6))" }
    if sql.contains(" limit "), random.below(3) == 0 { sql += " offset \(random.below(4))" }
    return Query(sql: sql, isOrdered: true)
  }

  private mutating func aggregate() -> Query {
    let (from, sources) = sources()
    let source = random.pick(sources)
    let group = source.alias + "." + random.pick(source.columns)
    var sql = "select \(group), \(aggregates(sources)) from \(from)"
    if random.below(2) == 0 { sql += " where " + predicate(sources, depth: 1) }
    if random.below(5) > 0 {
      sql += " group by \(group)"
    } else {
      sql = sql.replacingFirst(group + ", ", "")
    }
    if sql.contains("group by"), random.below(3) == 0 { sql += " having count(*) > 1" }
    if sql.contains("group by"), random.below(3) == 0 { sql += " order by 1 desc" }
    return Query(sql: sql, isOrdered: false)
  }

  private mutating func window() -> Query {
    let source = self.source("w", random.below(2))
    let key = source.key.joined(separator: ", ")
    let part = "w." + random.pick(source.columns)
    let number = "w." + random.pick(source.table.integers)
    let function = random.pick([
      "row_number()", "rank()", "lag(\(number)) ", "lead(\(part), 2)", "first_value(\(part))",
      "count(*)", "sum(\(number) % 1000)", "max(\(part))", "ntile(3)",
    ])
    let frame = random.pick([
      "", " rows between 1 preceding and 1 following", " rows unbounded preceding",
    ])
    let over = "over (partition by \(part) order by \(number), \(key)\(frame))"
    var sql = "select \(key), \(function) \(over) from \(name(source.number)) w"
    if random.below(2) == 0 { sql += " where " + predicate([source], depth: 1) }
    return Query(sql: sql, isOrdered: false)
  }

  private mutating func compound() -> Query {
    let parts = (0..<2 + random.below(2)).map { _ in
      let (from, sources) = sources()
      return "select \(value(sources)), \(value(sources)) from \(from) where "
        + predicate(sources, depth: 1)
    }
    let joint = random.pick([" union ", " union all ", " except ", " intersect "])
    return Query(
      sql: parts.joined(separator: joint), isOrdered: false, isDistinct: joint != " union all ")
  }

  private mutating func recursive() -> Query {
    let source = self.source("m", 1)
    let (state, fact) = (name(0), name(1))
    let condition = predicate([source], depth: 1)
    return Query(
      sql: """
        with recursive n(i) as (select 0 union all select i + 1 from n where i < 12),
        c as (select m.position as p, m.\(schema.link) as v from \(fact) m where \(condition))
        select n.i, c.v, x.id from n left join c on c.p = n.i left join \(state) x on x.id = c.v
        where n.i not in (select coalesce(ordinal, 0) + 9 from \(fact) where position < n.i)
        """, isOrdered: false)
  }

  // MARK: Parts

  private mutating func sources() -> (from: String, sources: [Source]) {
    var sources = [source("a", random.below(20) == 0 ? 2 : random.below(2))]
    var from = name(sources[0].number) + " a"
    let joins = [0, 0, 0, 1, 1, 2][random.below(6)]
    for place in 0..<joins {
      let next = source(["b", "c"][place], random.below(10) == 0 ? 2 : random.below(2))
      let table = name(next.number) + " " + next.alias
      let kind = random.pick(schema.joins)
      // A lateral: the subquery sees what stands before it.
      let isDerived = random.below(6) == 0 && kind != "right join" && kind != "full join"
      let item =
        isDerived
        ? "(select \(next.columns.joined(separator: ", ")) from \(name(next.number)) d where "
          + predicate([self.source("d", next.number)], depth: 0)
          + ") \(next.alias)"
        : table
      sources.append(next)
      let on = join(sources.dropLast(), next)
      from += kind == "," || kind == "cross join" ? " \(kind) \(item)" : " \(kind) \(item) on \(on)"
    }
    return (from, sources)
  }

  private mutating func join(_ before: ArraySlice<Source>, _ next: Source) -> String {
    let other = random.pick(Array(before))
    switch (other.number, next.number, random.below(3)) {
    case (0, 1, 0), (0, 1, 1): return "\(next.alias).\(schema.link) = \(other.alias).id"
    case (1, 0, 0), (1, 0, 1): return "\(next.alias).id = \(other.alias).\(schema.link)"
    default:
      let left = other.alias + "." + random.pick(other.columns)
      let right = next.alias + "." + random.pick(next.columns)
      return "\(right) \(random.pick(["=", "=", "=", "<", ">=", "is"])) \(left)"
    }
  }

  private mutating func value(_ sources: [Source]) -> String {
    let source = random.pick(sources)
    let column = source.alias + "." + random.pick(source.columns)
    switch random.below(14) {
    case 0: return "typeof(\(column))"
    case 1: return "coalesce(\(column), \(literal()))"
    case 2: return "\(column) = \(literal())"
    case 3:
      return
        "(select count(*) from \(name(1)) z where z.\(schema.link) = \(column) and \(predicate([self.source("z", 1)], depth: 0)))"
    case 4: return "(select max(z.id) from \(name(0)) z where z.id <= \(column))"
    default: return column
    }
  }

  private mutating func aggregates(_ sources: [Source]) -> String {
    let source = random.pick(sources)
    let column = source.alias + "." + random.pick(source.columns)
    guard let number = source.table.integers.first else { return "count(*), max(\(column))" }
    let choices = [
      "count(*)", "count(\(column))", "count(distinct \(column))", "min(\(column))",
      "max(\(column))",
      "sum(\(source.alias).\(number) % 1000)",
      "count(*) filter (where \(predicate([source], depth: 0)))",
    ]
    return random.pick(choices) + ", " + random.pick(choices)
  }

  private mutating func order(_ sources: [Source]) -> String {
    let whole = sources.flatMap(\.key)
    let direction = random.pick(["", " desc"])
    let all = whole.map { $0 + direction }
    guard random.below(2) == 0 else { return all.joined(separator: ", ") }
    let source = random.pick(sources)
    let nulls = random.pick(["", "", " nulls last", " nulls first"])
    let first =
      source.alias + "." + random.pick(source.columns) + random.pick(["", direction, " desc"])
      + nulls
    // A whole order ends with every key; outer joins may still leave equal rows, all NULL.
    return ([first] + all).joined(separator: ", ")
  }

  private mutating func predicate(_ sources: [Source], depth: Int) -> String {
    if depth > 0, random.below(3) == 0 {
      let one = predicate(sources, depth: depth - 1)
      let other = predicate(sources, depth: depth - 1)
      return random.pick([
        "(\(one) and \(other))", "(\(one) or \(other))", "not (\(one) and \(other))",
      ])
    }
    let source = random.pick(sources)
    let name =
      random.below(3) > 0 ? random.pick(source.table.favoured) : random.pick(source.columns)
    let column = source.alias + "." + name
    let comparison = random.pick(["=", "=", "=", "<", "<=", ">", ">=", "<>", "==", "is", "is not"])
    switch random.below(16) {
    case 0:
      return
        "\(column) in (\((0..<1 + random.below(4)).map { _ in literal() }.joined(separator: ", ")))"
    case 1: return "\(column) between \(literal()) and \(literal())"
    case 2: return "\(column) is \(random.pick(["null", "not null"]))"
    case 3:
      return
        "\(column) \(random.pick(["like", "glob"])) \(random.pick(["'S%'", "'%7%'", "'C*'", "'2026-03-0%'", "7"]))"
    case 4:
      return
        "\(column) \(comparison) \(literal()) collate \(random.pick(["nocase", "rtrim", "binary"]))"
    case 5:
      return "\(column) collate \(random.pick(["nocase", "rtrim"])) \(comparison) \(literal())"
    case 6:
      let other = random.pick(sources)
      return "\(column) \(comparison) \(other.alias).\(random.pick(other.columns))"
    case 7 where depth > 0:
      return
        "\(column) in (select y.\(random.pick(schema.others)) from \(self.name(1)) y where \(predicate([self.source("y", 1)], depth: 0)))"
    case 8 where depth > 0:
      return
        "exists (select 1 from \(self.name(0)) y where y.\(random.pick(schema.tables[0].columns)) = \(column) and \(predicate([self.source("y", 0)], depth: 0)))"
    case 9 where depth > 0:
      return
        "\(column) \(comparison) (select min(y.\(random.pick(schema.tables[0].columns))) from \(self.name(0)) y)"
    case 10: return "+\(column) \(comparison) \(literal())"
    case 11: return "\(literal()) \(random.pick(["=", "<", ">="])) \(column)"
    default: return "\(column) \(comparison) \(literal())"
    }
  }

  private mutating func literal() -> String { random.pick(schema.literals) }
}

extension QueryGenerator.Schema {
  /// Over ``MadeUp``.
  package static let madeUp = QueryGenerator.Schema(
    tables: [
      Table(
        names: ["visits"],
        columns: [
          "id", "client", "zone", "depth", "score", "seen_on", "seen_at", "done", "note", "zones",
          "part", "version", "hidden",
        ],
        key: ["id"], integers: ["score", "version", "done", "hidden"],
        favoured: ["id", "client", "zone", "score", "seen_on", "seen_at"]),
      Table(
        names: ["marks"], columns: ["position", "ordinal", "visit", "zone", "score", "label"],
        key: ["position", "ordinal"], integers: ["score", "ordinal"],
        favoured: ["position", "visit", "score"]),
      Table(
        names: ["rooms"], columns: ["id", "zone"], key: ["id"], integers: [], favoured: ["id"]),
    ],
    link: "visit", others: ["visit", "score", "label", "position"], literals: awkward)

  /// Values that affinities and comparisons stumble over.
  package static let awkward = [
    "2.5", "7", "'7'", "'7abc'", "'07'", "7.0", "5.5", "-9e18", "9e18", "9.3e18", "-9.3e18",
    "9223372036854775807", "-9223372036854775808", "9007199254740993", "9007199254740992.0",
    "1e300",
    "-1e300", "null", "x'37'", "x''", "''", "'S1'", "'s1'", "'S1 '", "'O''Neil'", "'é'", "'日本'",
    "'C1'", "'cheek'", "'CHEEK'", "'chin'", "'nosuch'", "'2026-03-01'", "'2026-03'", "'2026-02-30'",
    "'2026-03-01 10:05:00'", "'2026-03-04 20:17:30.5'", "'2026-03-09T00:00:00Z'", "'2026-03-05 '",
    "20260301", "2026", "0", "1", "3", "-1", "0.25", "1.5", "'abc'", "'zz'", "' 7'", "'1e0'",
    "date('2026-03-01', '+3 days')", "char(55)", "cast(7 as text)", "cast('7' as integer)",
    "cast(x'37' as text)", "(select 7)", "(select '7')", "abs(-7)", "'a' || char(0) || 'b'", "0x7",
  ]
}

extension String {
  fileprivate func replacingFirst(_ part: String, _ other: String) -> String {
    guard let range = firstRange(of: part) else { return self }
    return String(self[..<range.lowerBound]) + other + self[range.upperBound...]
  }
}
