import Clinic
import Testing

@testable import stipple

/// What is offered at `|` in a text.
struct Offered {
  var texts: [String]
  var candidates: [CompletionOffer.Candidate]
  /// The text that the candidates take the place of.
  var replaced: String

  init(_ marked: String, _ completer: Completer? = nil) throws {
    let bytes = Array(marked.utf8)
    let cursor = try #require(bytes.firstIndex(of: UInt8(ascii: "|")))
    let text = Array(bytes[..<cursor] + bytes[(cursor + 1)...])
    let offer = try (completer ?? KnownStore.completer()).completion(
      of: String(decoding: text, as: UTF8.self), at: cursor)
    candidates = offer?.candidates ?? []
    texts = candidates.map(\.text)
    replaced = String(decoding: text[offer?.range ?? 0..<0], as: UTF8.self)
  }
}

@Suite struct CompletionTests {
  // MARK: Tables

  @Test(arguments: [
    ("select * from ses|", "ses", ["sessions", "session_audit"]),
    ("select * from SES|", "SES", ["sessions", "session_audit"]),
    ("select * from sess| where 1", "sess", ["sessions", "session_audit"]),
    ("select * from se|ssions", "sessions", ["serums", "sessions", "session_audit"]),
    ("select * from clients c join cours|", "cours", ["courses", "course_progress"]),
    ("select * from clients, cours|", "cours", ["courses", "course_progress"]),
    ("select * from clients c left join due|", "due", ["due_calls"]),
    ("select * from (due|", "due", ["due_calls"]),
    ("select * from main.due|", "due", ["due_calls"]),
    ("select id from clients where id in (select client from due|", "due", ["due_calls"]),
    ("select 1; select * from due| ; select 2", "due", ["due_calls"]),
    ("select *\n  from -- the calls\n  due|\n  where x", "due", ["due_calls"]),
    ("with late as (select 1) select * from la|", "la", ["late", "late_entries"]),
    ("with late(a) as (select 1), b as (select * from la|", "la", ["late", "late_entries"]),
    ("select id from clients union select client from due|", "due", ["due_calls"]),
    ("explain query plan select * from due|", "due", ["due_calls"]),
  ])
  func `after FROM and JOIN come tables, views and those of WITH`(
    text: String, replaced: String, expected: [String]
  ) throws {
    let offered = try Offered(text)
    #expect(offered.texts.filter { !$0.hasSuffix("_history") } == expected)
    #expect(offered.replaced == replaced)
  }

  @Test func `a list of tables says which are views`() throws {
    let offered = try Offered("with mine as (select 1) select * from |")
    let kinds = Dictionary(uniqueKeysWithValues: offered.candidates.map { ($0.text, $0.kind) })
    #expect(kinds["mine"] == .common)
    #expect(kinds["sessions"] == .table)
    #expect(kinds["due_calls"] == .view)
    #expect(kinds["sessions_history"] == .history)
    #expect(offered.candidates.first?.text == "mine")
  }

  // MARK: Columns

  @Test(arguments: [
    (
      "select numbing_dec| from sessions",
      ["numbing_decision", "numbing_decided_at", "numbing_decided_by"]
    ),
    ("select id from sessions where pract|", ["practitioner"]),
    ("select id from sessions s where s.pract|", ["practitioner"]),
    ("select s.pract| from sessions s", ["practitioner"]),
    ("select s.pract|, c.name from sessions s join clients c on c.id = s.client", ["practitioner"]),
    ("select S.PRACT| from sessions s", ["practitioner"]),
    ("select sessions.pract| from sessions", ["practitioner"]),
    ("select count(pract| from sessions", ["practitioner"]),
    ("select count(*), max(coalesce(pract|, 1)) from sessions", ["practitioner"]),
    ("select id from sessions order by pract|", ["practitioner"]),
    ("select id from sessions group by room, pract|", ["practitioner"]),
    ("select id from sessions s join clients c on s.cli|", ["client"]),
    ("select * from (select id as visit, client from sessions) t where t.vi|", ["visit"]),
    ("with t(visit, who) as (select id, client from sessions) select vi| from t", ["visit"]),
    ("with t as (select id as visit from sessions) select t.| from t", ["visit"]),
    (
      "with t as (select id as visit, s.room from sessions s) select t.| from t", ["visit", "room"]
    ),
    ("select case when pract| from sessions", ["practitioner"]),
    ("select practitioner as healer from sessions order by heal|", ["healer"]),
    ("select sessions.\npract|\nfrom sessions", ["practitioner"]),
    ("select 'it''s', pract| from sessions", ["practitioner"]),
    ("select \"limi| from deviations", []),
    ("select limi| from deviations", ["\"limit\""]),
  ])
  func `expressions take the columns of the statement's tables`(
    text: String, expected: [String]
  ) throws {
    let columns = try Offered(text).candidates.filter { $0.kind == .column }.map(\.text)
    #expect(columns == expected)
  }

  @Test func `a column that two tables have is offered by table`() throws {
    let offered = try Offered("select clien| from sessions s join calls c on c.session = s.id")
    #expect(Array(offered.texts.prefix(2)) == ["s.client", "c.client"])
    let shared = try Offered("select * from sessions join calls using (clie|")
    #expect(shared.texts == ["client"])
  }

  @Test func `a subquery sees the tables around it, after its own`() throws {
    let offered = try Offered(
      "select * from sessions s where exists (select 1 from passes p where p.session = s.id and dep|"
    )
    #expect(offered.texts.first == "depth_mm")
    let outer = try Offered(
      "select * from sessions s where exists (select 1 from passes p where max_de|")
    #expect(outer.texts == ["max_depth_mm"])
    let beside = try Offered("select * from sessions s, (select max_de| from passes) t")
    #expect(beside.texts.isEmpty)
  }

  @Test func `columns come before functions, and functions before keywords`() throws {
    let kinds = try Offered("select m| from passes").candidates.map(\.kind)
    #expect(kinds.contains(.function))
    let order: [CompletionOffer.Candidate.Kind] = [.column, .source, .function, .keyword]
    let places = kinds.compactMap { order.firstIndex(of: $0) }
    #expect(places == places.sorted())
    #expect(try Offered("select co| from sessions").texts.contains("count("))
    #expect(try Offered("select co|(*) from sessions").texts.contains("count"))
    #expect(try Offered("select COUN| from passes").texts == ["COUNT("])
  }

  @Test func `before FROM is written, every column may be meant`() throws {
    #expect(try Offered("select numbing_dec|").texts.contains("numbing_decision"))
    #expect(try Offered("select numbing_dec| from clients").texts.isEmpty)
  }

  // MARK: Values

  @Test(arguments: [
    ("select * from numbing_decisions where decision = 'de|", "'de", ["'declined'"]),
    ("select * from numbing_decisions where decision = 'de|'", "'de'", ["'declined'"]),
    ("select * from numbing_decisions where decision = 'de|cl' and 1", "'decl'", ["'declined'"]),
    ("select * from numbing_decisions where decision = 'de| and role = 'x'", "'de", ["'declined'"]),
    ("select * from numbing_decisions where decision='de|", "'de", ["'declined'"]),
    ("select * from numbing_decisions where decision <> 'DE|", "'DE", ["'declined'"]),
    (
      "select * from numbing_decisions d where d.decision in ('accepted', 'de|", "'de",
      ["'declined'"]
    ),
    ("select * from numbing_decisions where decision not in ('de|')", "'de'", ["'declined'"]),
    ("select * from numbing_decisions where decision is 'de|", "'de", ["'declined'"]),
    ("select * from numbing_decisions where decision is not 'de|", "'de", ["'declined'"]),
    ("select * from numbing_decisions where decision is distinct from 'de|", "'de", ["'declined'"]),
    ("select * from numbing_decisions where decision = de|", "de", ["'declined'"]),
    ("select case decision when 'de| from numbing_decisions", "'de", ["'declined'"]),
    ("select decision = 'de| from numbing_decisions", "'de", ["'declined'"]),
    (
      "with t as (select decision as d from numbing_decisions) select * from t where d = 'de|",
      "'de", ["'declined'"]
    ),
    ("select * from sessions where client = 'C1|", "'C1", ["'C1'", "'C10'", "'C1042'"]),
    ("select * from sessions where client = 'C1|'", "'C1'", ["'C1'", "'C10'", "'C1042'"]),
    ("select * from sessions where id in ('C2', 'S|", "'S", ["'S1'", "'S-118'"]),
    ("select * from serums where lot = 'HA|", "'HA", ["'HA-7'"]),
    ("select * from due_calls where client = 'C10|", "'C10", ["'C10'", "'C1042'"]),
    ("select * from events where stream = 'ses|", "'ses", ["'session/"]),
    ("select * from events where stream = 'ses|'", "'ses", ["'session/"]),
    ("select * from events where stream = 'session/S1|", "'session/S1", ["'session/S1'"]),
    ("select * from sessions('|", "'", ["'now'", "'@-1'", "'2026-01-31'"]),
    ("select * from sessions('@|') s", "'@'", ["'@-1'"]),
    ("select * from sessions where as_of = '@|", "'@", ["'@-1'"]),
    ("select * from sessions(|", "", ["'now'", "'@-1'", "'2026-01-31'"]),
    ("select * from serums where lot = :l|", ":l", [":lot"]),
  ])
  func `what a column is compared with`(text: String, replaced: String, expected: [String]) throws {
    let offered = try Offered(text)
    let wanted: Set<CompletionOffer.Candidate.Kind> = [.value, .id, .moment, .parameter]
    #expect(offered.candidates.filter { wanted.contains($0.kind) }.map(\.text) == expected)
    #expect(offered.replaced == replaced)
  }

  @Test(arguments: [
    "select * from clients where name = 'Ma|", "select 'de|",
    "select * from sessions where note like 'de|",
    "select * from numbing_decisions where lower(decision) = 'de|",
    "select * from numbing_decisions where decision = 'declined'|",
    "-- select * from ses|", "/* select * from ses| */", "select 1 /* from ses|",
    "select * from sessions limit |", "select 12|", "select x'ab|", "select * from \"ses|",
    "select * from sessions s, calls as |", "select id as cli| from sessions",
    "select * from nowhere where nowhere.i|", "insert into ses|", "|select 1",
    "select |id from sessions",
    ".mode 'cs|",
  ])
  func `nothing is offered`(text: String) throws {
    #expect(try Offered(text).texts == [])
  }

  // MARK: Keywords

  @Test(arguments: [
    ("sel|", ["select"]), ("SEL|", ["SELECT"]), ("Sel|", ["select"]), ("  wi|", ["with"]),
    ("select 1; SEL|", ["SELECT"]), ("expl|", ["explain query plan"]),
    ("explain qu|", ["query plan"]), ("explain query pl|", ["plan"]),
    ("select * fr|", ["from"]), ("SELECT * fr|", ["from"]),
    ("SELECT * FROM sessions w|", ["where"]),
    ("SELECT * FROM sessions W|", ["WHERE"]),
    ("select * from sessions gr|", ["group by"]), ("select * from sessions s le|", ["left join"]),
    ("select * from sessions left |", ["join", "outer join"]),
    ("select * from sessions s join clients c o|", ["on", "order by"]),
    ("select * from sessions s join clients c us|", ["using ("]),
    ("select * from sessions where id is no|", ["not", "not null"]),
    ("select * from sessions where id n|", ["not in (", "not like", "not between"]),
    ("select * from sessions order by id de|", ["desc"]),
    ("select * from sessions order by id nulls l|", ["last"]),
    ("select * from sessions limit 5 o|", ["offset"]),
    ("select * from sessions union a|", ["all"]), ("with rec|", ["recursive"]),
    ("with t a|", ["as ("]), ("with t as m|", ["materialized ("]),
    ("with t as (select 1) s|", ["select"]), ("select cast(id as in|", ["integer"]),
    ("select id from sessions order by id collate no|", ["nocase"]),
    ("select count(dis|", ["distinct"]), ("select sum(id) ov|", ["over ("]),
    ("select sum(id) over (par|", ["partition by"]),
    ("select case when id is null the|", ["then"]), ("select case id when 1 then 2 en|", ["end"]),
  ])
  func `keywords that can follow`(text: String, expected: [String]) throws {
    let offered = try Offered(text)
    #expect(offered.candidates.filter { $0.kind == .keyword }.map(\.text) == expected)
  }

  @Test func `a keyword takes the case of the last where none was begun`() throws {
    #expect(try Offered("SELECT * |").texts.contains("FROM"))
    #expect(try Offered("select * |").texts.contains("from"))
  }

  @Test func `what was typed whole comes first, then the shorter`() throws {
    #expect(try Offered("select * from calls|").texts.first == "calls")
    let tables = try Offered("select * from co|").texts
    #expect(tables.prefix(2) == ["courses", "consents"])
  }

  // MARK: Dot commands

  @Test(arguments: [
    (".mo|", ".mo", [".mode"]), (".|", ".", KnownStore.commands.map { "." + $0.name }.sorted()),
    (" .MO|", ".MO", [".mode"]), (".mode |", "", OutputMode.allCases.map(\.rawValue).sorted()),
    (".mode ta|", "ta", ["table"]), (".mode table a|", "a", ["all"]),
    (".mode ta|ble", "table", ["table"]),
    (".schema due|", "due", ["due_calls"]), (".asof |", "", ["2026-01-31", "@-1", "now"]),
    (".asof @|", "@", ["@-1"]), (".help mo|", "mo", ["mode"]), (".audit S|", "S", ["S-118", "S1"]),
    (".history ses|", "ses", ["session/"]), (".history session/S1|", "session/S1", ["session/S1"]),
    (".history session/S1 max_de|", "max_de", ["max_depth_mm"]),
    (".report se|", "se", ["session"]), (".report session S|", "S", ["S-118", "S1"]),
    (".report recall HA|", "HA", ["HA-7"]), (".report day |", "", []),
    (".param lo|", "lo", ["lot"]), (".param lot |", "", []), (".run due|", "due", ["due_today"]),
    (".explain select * from due|", "due", ["due_calls"]),
    (".watch select * from due|", "due", ["due_calls"]), (".watch 5 sel|", "sel", ["select"]),
    (".watch 5 select * from due_calls where na|", "na", ["name"]),
    (".timer o|", "o", ["off", "on"]), (".output |", "", []), (".nowhere |", "", []),
    (".tables |", "", []),
    (".diff sessions @|", "@", ["@-1"]),
  ])
  func `dot commands and their arguments`(
    text: String, replaced: String, expected: [String]
  ) throws {
    let offered = try Offered(text)
    #expect(offered.texts.filter { !$0.hasSuffix("_history") }.sorted() == expected)
    if !expected.isEmpty { #expect(offered.replaced == replaced) }
  }

  @Test func `every command of the REPL is offered`() throws {
    var completer = try KnownStore.completer()
    completer.commands = DotUsage.all
    let offered = try Offered(".|", completer)
    #expect(offered.texts == DotCommand.all.map { "." + $0.name })
    #expect(try Offered(".schema sess|", completer).texts.contains("sessions"))
    #expect(try Offered(".mode js|", completer).texts == ["json"])
  }

  // MARK: Ids

  @Test(arguments: [
    ("sessions", "client", StreamKind.client), ("sessions", "id", .session),
    ("staff", "id", .staff),
    ("sessions", "practitioner", .staff), ("sessions", "recorded_by", nil),
    ("serums", "recorded_by", .staff),
    ("sessions", "closed_by", .staff), ("serums", "lot", .lot), ("clients", "patch_test_lot", .lot),
    ("clients", "merged_into", .client), ("due_calls", "session", .session),
    ("charts", "chart", .client),
    ("client_state", "last_session", .session), ("client_state", "last_session_at", nil),
    ("sessions", "room", nil), ("clients", "name", nil), ("cartridges", "sharps_box", nil),
    ("amendments", "target", nil), ("passes", "cartridge", nil),
    ("deviations", "authorised_by", .staff),
  ])
  func `columns that hold ids`(table: String, column: String, kind: StreamKind?) throws {
    let columns = try #require(try KnownStore.names.table(named: table)).columns
    let values = columns.first { $0.name == column }?.values ?? .none
    if let kind { #expect(values == .ids(kind)) } else { #expect(values == .none) }
  }
}
