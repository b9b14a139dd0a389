import ClinicStore
import EventLog
import Records
import Reports
import Testing

/// What history, blame and diff say of a visit that was corrected.
///
/// `@14` opens the session, `@18` decides on numbing, `@20` applies 2.00 ml of serum, `@24` closes,
/// `@25` calls the client. `@26` corrects the serum to 1.50 ml, `@27` scores pain, `@28` strikes that.
@Suite struct StreamHistoryTests {
  private let store: ClinicStore
  private let ledger: Ledger

  init() throws {
    ledger = try Ledger.withClinic()
    let visit = ledger.visit()
    try #require(visit.serum == 20)
    try ledger.correct(20, "volume_ml", "2.00", to: "1.50")
    let pain = ledger.add(
      "session/S1", "pain-scored", #"{"phase":"after","score":4}"#, at: "03-04 18:30", by: "U3",
      performedBy: "U2", reason: "on paper")
    try ledger.strike(pain)
    store = try ledger.store()
  }

  private func stream(_ text: String) throws -> StreamID { try StreamID.required(text) }

  private func moment(_ text: String) throws -> Moment { try store.moment(text) }

  private func history(
    _ name: String, field: String? = nil, at when: String? = nil
  ) throws -> StreamHistory {
    try StreamHistory(
      of: stream(name), field: field, in: store, at: when.map { try moment($0) })
  }

  private func diff(_ subject: String, _ from: String, _ to: String) throws -> MomentDiff {
    try MomentDiff(of: .init(subject), from: moment(from), to: moment(to), in: store)
  }

  private func lines(_ table: ReportTable) -> [String] {
    table.rows.map { $0.map { $0 ?? "-" }.joined(separator: " | ") }
  }

  // MARK: history

  @Test func `a row begins with what it holds, and goes on with what changes`() throws {
    let history = try history("session/S1")
    #expect(history.states.count == 15)
    let said = Dictionary(
      uniqueKeysWithValues: history.states.map { ($0.event.position, $0.changed) })
    #expect(
      said[14]
        == "client: C1; practitioner: U2; room: R1; status: open; opened_at: 2026-03-01 09:00")
    #expect(
      said[24]??.hasPrefix(
        "status: open → closed; status_at: not recorded → 2026-03-01 10:30; "
          + "closed_at: not recorded → 2026-03-01 10:30; "
          + "condition: not recorded → mild redness") == true)
    #expect(said[26] == "serum_volume_ml: 2.00 → 1.50; amended: 0 → 1")
    #expect(said[27] == "pain_after: not recorded → 4")
    #expect(said[28] == "pain_after: 4 → not recorded; amended: 1 → 2")
    #expect(
      history.summary == "session/S1 · 15 states, the last by @28 · as of @28, 2026-03-04 19:00")
  }

  @Test func `each state says what happened, when, by whom, and why`() throws {
    let rows = lines(try history("session/S1").listing)
    #expect(
      rows[12]
        == "@26 | 2026-03-04 18:00 | 2026-03-04 18:00 | U2 | entry-corrected | "
        + "@20 volume ml 1.50 ml ← 2.00 ml (transcription) | serum_volume_ml: 2.00 → 1.50; amended: 0 → 1"
    )
    #expect(
      rows[13]
        == "@27 | 2026-03-04 18:30 | 2026-03-04 18:30 | U2 | pain-scored | "
        + "after 4 of 10; reason given: on paper; recorded by U3 | pain_after: not recorded → 4")
  }

  @Test func `what was asked and answered with none is not what was never asked`() throws {
    ledger.client("C2", without: [.history])
    ledger.add(
      "client/C2", "medical-history-taken",
      #"{"form":"history-3","conditions":[],"medications":[],"allergies":[],"pregnancy":"no","#
        + #""cold_sores":false,"keloid":false}"#, at: "03-05 09:00")
    let history = try StreamHistory(of: stream("client/C2"), in: ledger.store())
    let changed = try #require(history.states.last?.changed)
    #expect(changed.contains("conditions: not recorded → none"))
    #expect(changed.contains("cold_sores: not recorded → no"))
  }

  @Test func `one column's history is the states in which it changed`() throws {
    let history = try history("session/S1", field: "serum_volume_ml")
    #expect(history.states.map(\.event.position) == [20, 26])
    #expect(
      history.states.map(\.changed) == [
        "serum_volume_ml: not recorded → 2.00", "serum_volume_ml: 2.00 → 1.50",
      ])
    #expect(
      history.summary
        == "session/S1 · serum_volume_ml changed in 2 of 15 states · as of @28, 2026-03-04 19:00")
    #expect(try self.history("session/S1", field: "room").states.map(\.event.position) == [14])
    #expect(try self.history("session/S1", field: "supervisor").states.isEmpty)
    #expect(try self.history("session/S1", field: "version").states.count == 15)
  }

  @Test func `as of a moment nothing later is told`() throws {
    let history = try history("session/S1", at: "@25")
    #expect(history.states.last?.event.position == 25)
    #expect(history.summary.hasSuffix("as of @25, 2026-03-03 10:30"))
    #expect(!lines(history.listing).joined().contains("1.50"))
  }

  @Test(arguments: [
    ("stattus", "did you mean status?"), ("serum_volume", "did you mean serum_volume_ml?"),
  ])
  func `a misspelt column is suggested`(_ name: String, _ hint: String) throws {
    let error = #expect(throws: StoreError.self) { try history("session/S1", field: name) }
    #expect(error?.message == "sessions has no column \(name)")
    #expect(error?.hint == hint)
    #expect(error?.kind == .badInput)
  }

  @Test func `a column that is not near any is answered with what there is`() throws {
    for name in ["qqq", "numbing_choices"] {
      let error = #expect(throws: StoreError.self) { try history("session/S1", field: name) }
      #expect(error?.hint?.hasPrefix("id, client, booking") == true || name != "qqq")
      #expect(error?.hint?.contains("numbing_periods") != true)
    }
  }

  @Test func `what has no row is said`() throws {
    for (name, message) in [
      ("session/S9", "there is no session/S9"),
      ("store/main", "store/main has events and no row of its own"),
    ] {
      for make in [
        { _ = try self.history(name) },
        { _ = try StreamBlame(of: self.stream(name), in: self.store) },
        { _ = try self.diff(name, "@14", "@28") },
      ] as [() throws -> Void] {
        let error = #expect(throws: StoreError.self, performing: make)
        #expect(error?.message == message)
        #expect(error?.hint != nil)
      }
    }
  }

  // MARK: blame

  @Test func `each column is blamed on the event that made it what it is`() throws {
    let blame = try StreamBlame(of: stream("session/S1"), in: store)
    let rows = Dictionary(
      uniqueKeysWithValues: zip(blame.lines.map(\.column), lines(blame.listing)))
    #expect(rows["room"] == "room | @14 | 2026-03-01 09:00 | U2 | session-opened | R1 | -")
    #expect(
      rows["serum_volume_ml"]
        == "serum_volume_ml | @26 | 2026-03-04 18:00 | U2 | entry-corrected | 1.50 | "
        + "@20 serum-applied amended @26: transcription")
    // Recorded, and taken away again: that is told, where what was never recorded is not.
    #expect(
      rows["pain_after"]
        == "pain_after | @28 | 2026-03-04 19:00 | U2 | entry-struck-out | not recorded | "
        + "@27 pain-scored struck out @28: never happened")
    #expect(rows["supervisor"] == nil)
    #expect(rows["photos_follow_up"] == nil)
    #expect(rows["version"] == nil && rows["numbing_choices"] == nil)
    #expect(blame.summary.hasSuffix(" · as of @28, 2026-03-04 19:00"))
  }

  @Test func `a pass corrected to less does not hold the greatest depth`() throws {
    func pass(_ depth: String, at time: String) -> Int {
      ledger.add(
        "session/S1", "needle-pass-made",
        #"{"cartridge":"S1-01","zone":"chin","side":"mid","depth_mm":\#(depth),"passes":1,"#
          + #""directions":[],"technique":"stamp"}"#, at: time, by: "U2", mode: "late",
        reason: "on paper")
    }
    func blamed() throws -> String? {
      let line = try StreamBlame(of: stream("session/S1"), in: ledger.store())
        .lines.first { $0.column == "max_depth_mm" }
      return line.flatMap { line in line.event.map { "@\($0.position) \(line.value.text)" } }
    }
    let first = pass("1.25", at: "03-05 09:00")
    let second = pass("1.25", at: "03-05 09:10")
    #expect(try blamed() == "@\(first) 1.25")
    try ledger.correct(first, "depth_mm", "1.25", to: "1.00", at: "03-05 10:00")
    #expect(try blamed() == "@\(second) 1.25")
    // A correction made the value that it corrected, whatever else is put right in it.
    let deeper = try ledger.correct(second, "depth_mm", "1.25", to: "1.50", at: "03-05 10:10")
    #expect(try blamed() == "@\(deeper) 1.50")
    try ledger.correct(deeper, "reason", #""transcription""#, to: #""omitted""#, at: "03-05 10:20")
    #expect(try blamed() == "@\(deeper) 1.50")
    let third = pass("1.50", at: "03-05 11:00")
    try ledger.correct(second, "depth_mm", "1.50", to: "1.25", at: "03-05 11:10")
    #expect(try blamed() == "@\(third) 1.50")
    // Struck out, it leaves the value to another that reads it now.
    let fourth = pass("1.50", at: "03-05 12:00")
    try ledger.strike(third, at: "03-05 12:10")
    #expect(try blamed() == "@\(fourth) 1.50")
  }

  @Test func `all columns are told of where they are asked for`() throws {
    let blame = try StreamBlame(of: stream("session/S1"), all: true, in: store)
    let rows = Dictionary(
      uniqueKeysWithValues: zip(blame.lines.map(\.column), lines(blame.listing)))
    #expect(rows["supervisor"] == "supervisor | - | - | - | - | not recorded | -")
    #expect(rows["photos_follow_up"] == "photos_follow_up | - | - | - | - | 0 | -")
    #expect(rows["numbing_choices"] == nil, "hidden columns stay hidden")
  }

  @Test func `as of a moment the value of then is blamed`() throws {
    let blame = try StreamBlame(of: stream("session/S1"), in: store, at: moment("@25"))
    let line = try #require(blame.lines.first { $0.column == "serum_volume_ml" })
    #expect(line.value.text == "2.00")
    #expect(line.event?.position == 20)
    #expect(!blame.lines.contains { $0.column == "pain_after" })
  }

  // MARK: diff

  @Test func `a stream's columns at two moments, and who changed them`() throws {
    let diff = try diff("session/S1", "@25", "@27")
    #expect(
      diff.heading == "session/S1 · from @25 (2026-03-03 10:30) to @27 (2026-03-04 18:30)")
    #expect(
      lines(diff.listing) == [
        "serum_volume_ml | 2.00 | 1.50 | @26 entry-corrected by U2: transcription",
        "pain_after | not recorded | 4 | @27 pain-scored by U2, recorded by U3: on paper",
        "amended | 0 | 1 | @26 entry-corrected by U2: transcription",
      ])
    #expect(diff.summary == "3 columns differ")
  }

  @Test func `backwards it says what going back undoes`() throws {
    let diff = try diff("session/S1", "@27", "@25")
    #expect(
      diff.heading == "session/S1 · from @27 (2026-03-04 18:30) back to @25 (2026-03-03 10:30)")
    #expect(
      lines(diff.listing) == [
        "serum_volume_ml | 1.50 | 2.00 | @26 entry-corrected by U2: transcription",
        "pain_after | 4 | not recorded | @27 pain-scored by U2, recorded by U3: on paper",
        "amended | 1 | 0 | @26 entry-corrected by U2: transcription",
      ])
  }

  @Test func `what changed and came back does not differ`() throws {
    // @27 scores pain, and @28 strikes that.
    let diff = try diff("session/S1", "@26", "@28")
    #expect(
      lines(diff.listing) == ["amended | 1 | 2 | @28 entry-struck-out by U2: never happened"])
    #expect(diff.summary == "1 column differs")
    let same = try self.diff("session/S1", "@20", "@20")
    #expect(same.rows.isEmpty)
    #expect(same.summary == "0 columns differ")
  }

  @Test func `before it was begun a stream has nothing`() throws {
    let diff = try diff("session/S1", "@13", "@15")
    #expect(diff.rows.first?.outcome == .added)
    #expect(lines(diff.listing)[0] == "id | not begun | S1 | @14 session-opened by U2")
    #expect(diff.summary.hasSuffix("columns differ · session/S1 was not begun at @13"))
    let back = try self.diff("session/S1", "@15", "@0")
    #expect(back.rows.first?.outcome == .removed)
    #expect(back.heading.hasSuffix("back to @0, before the first event"))
    #expect(back.summary.hasSuffix("session/S1 was not begun at @0"))
  }

  @Test func `a column that several events changed names the last`() throws {
    let row = try #require(try diff("session/S1", "@14", "@25").rows.first)
    let photos = try #require(row.columns.first { $0.change.column == "status_at" })
    #expect(photos.events.map(\.position) == [24])
    ledger.add(
      "session/S1", "pain-scored", #"{"phase":"needling","score":2}"#, at: "03-05 09:00", by: "U2")
    ledger.add(
      "session/S1", "pain-scored", #"{"phase":"needling","score":5}"#, at: "03-05 09:10", by: "U2")
    let store = try ledger.store()
    let more = try MomentDiff(
      of: .init("session/S1"), from: store.moment("@28"), to: store.moment("@30"), in: store)
    #expect(
      lines(more.listing) == [
        "pain_needling | not recorded | 5 | @30 pain-scored by U2, and 1 before it"
      ])
  }

  @Test func `a table's rows, added and changed`() throws {
    ledger.visit("S2", lot: "HA-9", without: [.call, .numbing])
    let store = try ledger.store()
    let diff = try MomentDiff(
      of: .init("sessions"), from: store.moment("@25"), to: store.lastMoment(), in: store)
    #expect(
      lines(diff.listing) == [
        "S1 | changed | serum_volume_ml | 2.00 | 1.50 | @26 entry-corrected by U2: transcription",
        "S1 | changed | amended | 0 | 2 | @28 entry-struck-out by U2: never happened, and 1 before it",
        "S2 | added | - | - | - | @29 session-opened by U2: client C1, practitioner U2, room R1",
      ])
    #expect(diff.summary == "1 changed · 1 added · 0 removed · 2 streams with events between")
    // A stream without any event between is not even read.
    #expect(diff.touched == 2)
    let whole = try #require(diff.rows.last)
    #expect(whole.columns.contains { $0.change.column == "passes" && $0.change.to.text == "3" })
    #expect(whole.columns.allSatisfy { $0.change.from == .notRecorded })
  }

  @Test func `a table of facts, with a row struck out`() throws {
    let diff = try diff("pain_scores", "@27", "@28")
    #expect(
      lines(diff.listing) == [
        "@27 | removed | - | - | - | @28 entry-struck-out by U2: never happened"
      ])
    #expect(diff.summary == "0 changed · 0 added · 1 removed · 1 stream with events between")
    let back = try self.diff("pain_scores", "@28", "@27")
    #expect(
      lines(back.listing) == [
        "@27 | added | - | - | - | @28 entry-struck-out by U2: never happened"
      ])
    let serums = try self.diff("SERUMS", "@25", "@26")
    #expect(
      lines(serums.listing) == [
        "@20 | changed | volume_ml | 2.00 | 1.50 | @26 entry-corrected by U2: transcription",
        "@20 | changed | amended | 0 | 1 | @26 entry-corrected by U2: transcription",
      ])
  }

  @Test(arguments: [
    ("sesions", "there is no table sesions", "did you mean sessions?"),
    (
      "events", "events are never changed; there is nothing to compare",
      "stipple log --since @N"
    ),
    (
      "due_calls",
      "due_calls is a view: only tables and streams say which event changed them",
      "stipple query -c \"select * from due_calls('@B') except select * from due_calls('@A')\""
    ),
    (
      "sessions_history", "there is no table sessions_history", nil
    ),
  ])
  func `what cannot be compared is said`(
    _ name: String, _ message: String, _ hint: String?
  ) throws {
    let error = #expect(throws: StoreError.self) { try MomentDiff.Subject(name) }
    #expect(error?.message == message)
    if let hint { #expect(error?.hint == hint) }
    #expect(error?.hint != nil)
  }

  @Test func `comparing can be stopped`() throws {
    #expect(throws: StoreError.interrupted) {
      try MomentDiff(
        of: .init("sessions"), from: moment("@0"), to: moment("@28"), in: store
      ) { (_, _) throws(StoreError) in throw .interrupted }
    }
  }
}
