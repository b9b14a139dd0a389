import Foundation
import TestProcesses
import Testing

/// Damage planted by another LMDB client: each kind is found, named, and ends with 3.
@Suite struct VerifyCommandTests {
  /// The fixture's visit, two entries with ids of the caller's, and a correction.
  static func clinic() throws -> Command {
    let clinic = try Command.withFirstVisit()
    let lines = ["E1", "E2"].map {
      #"{"stream":"client/C1","type":"note-added","occurred_at":"2026-03-30T09:00:00Z","#
        + #""recorded_by":"U2","event_id":"\#($0)","data":{"note":"n"}}"#
    }
    try clinic.expect(
      "import", clinic.file("notes.ndjson", Data(lines.joined(separator: "\n").utf8)))
    try clinic.expect("correct", "@33", "volume_ml=1.00", "--reason", "transcription")
    return clinic
  }

  /// One damage, and what verify must say of it.
  struct Damage: CustomTestStringConvertible, Sendable {
    var name: String
    var check: String
    var place: String
    var says: String
    /// Whether a rebuild mends it: true of all that follows from the log.
    var isMended = false

    var testDescription: String { name }
  }

  static let damages = [
    Damage(name: "log_byte", check: "log records", place: "@33", says: "checksum"),
    Damage(name: "log_last_byte_checksum_right", check: "tree", place: "head", says: "@49…@52"),
    Damage(
      name: "log_byte_checksum_right", check: "rows of serums", place: "serums @33", says: "in lot"),
    Damage(name: "log_unreadable_data", check: "log records", place: "@33", says: "schema"),
    Damage(name: "log_other_event", check: "log records", place: "@33", says: "another event"),
    Damage(name: "log_deleted", check: "log records", place: "@33", says: "gone"),
    Damage(name: "log_several_deleted", check: "log records", place: "@33…@35", says: "3 events"),
    Damage(name: "log_first_deleted", check: "log records", place: "@1", says: "gone"),
    Damage(name: "log_last_deleted", check: "log records", place: "@52", says: "gone"),
    Damage(name: "log_past_head", check: "log records", place: "@53", says: "past the log's head"),
    Damage(
      name: "log_far_past_head", check: "log records", place: "@1152921504606846976",
      says: "past the log's head"),
    Damage(name: "log_stray_key", check: "log records", place: "log", says: "no position"),
    Damage(name: "log_empty_value", check: "log records", place: "@33", says: "checksum"),
    Damage(name: "recorded_earlier", check: "log records", place: "@33", says: "before @32"),
    Damage(name: "head_byte", check: "log head", place: "head", says: "not as written"),
    Damage(name: "head_deleted", check: "log head", place: "head", says: "gone"),
    Damage(name: "head_behind", check: "log records", place: "@52", says: "past the log's head"),
    Damage(name: "head_ahead", check: "log records", place: "@53…@54", says: "gone"),
    Damage(
      name: "head_far_ahead", check: "log records", place: "@53…@9223372036854775807",
      says: "gone"),
    Damage(name: "head_time", check: "log head", place: "head", says: "another time"),
    Damage(
      name: "edge_byte", check: "tree tiles", place: "head", says: "not as written",
      isMended: true),
    Damage(
      name: "edge_deleted", check: "tree", place: "head", says: "not that of the log's records",
      isMended: true),
    Damage(
      name: "edge_behind", check: "tree", place: "head", says: "not that of the log's records",
      isMended: true),
    Damage(
      name: "edge_other", check: "tree", place: "head", says: "not that of the log's records"),
    Damage(
      name: "edge_ahead", check: "tree", place: "head", says: "not that of the log's records"),
    Damage(name: "stream_deleted", check: "stream entries", place: "@33", says: "session/S1"),
    Damage(
      name: "stream_elsewhere", check: "stream entries", place: "stream session/S1 version 7",
      says: "@34"),
    Damage(
      name: "stream_nowhere", check: "stream entries", place: "stream session/S1 version 7",
      says: "@9999"),
    Damage(
      name: "stream_stray", check: "stream entries", place: "stream session/S9 version 1",
      says: "another event"),
    Damage(name: "stream_cut", check: "stream entries", place: "stream table", says: "as written"),
    Damage(
      name: "stream_name_deleted", check: "stream names", place: "stream session/S1",
      says: "not listed"),
    Damage(
      name: "stream_name_stray", check: "stream names", place: "stream session/S9",
      says: "no events"),
    Damage(
      name: "stream_name_other", check: "stream names", place: "stream session/s1",
      says: "another name"),
    Damage(
      name: "event_id_deleted", check: "event ids", place: "@50", says: "not found by its event id"),
    Damage(name: "event_id_stray", check: "event ids", place: "event id E9", says: "@33"),
    Damage(name: "event_id_elsewhere", check: "event ids", place: "event id E1", says: "@51"),
    Damage(name: "event_id_nowhere", check: "event ids", place: "event id E1", says: "@9999"),
    Damage(
      name: "row_byte", check: "rows of sessions", place: "sessions S1", says: "checksum",
      isMended: true),
    Damage(
      name: "row_byte_checksum_right", check: "rows of sessions", place: "sessions S1",
      says: "in version", isMended: true),
    Damage(
      name: "row_replaced", check: "rows of passes", place: "passes @34", says: "position",
      isMended: true),
    Damage(
      name: "row_deleted", check: "rows of passes", place: "passes @36", says: "missing",
      isMended: true),
    Damage(
      name: "row_last_deleted", check: "rows of passes", place: "passes @39", says: "missing",
      isMended: true),
    Damage(
      name: "row_extra", check: "rows of passes", place: "passes @34 row 6",
      says: "the log does not make", isMended: true),
    Damage(
      name: "row_extra_state", check: "rows of sessions", place: "sessions S77",
      says: "the log does not make", isMended: true),
    Damage(
      name: "row_odd_key", check: "rows of passes", place: "passes", says: "checksum",
      isMended: true),
    Damage(
      name: "row_of_no_table", check: "tables with rows", place: "table 99", says: "there is not",
      isMended: true),
    Damage(
      name: "index_deleted", check: "indexes of sessions", place: "sessions S1",
      says: "no entry in the index of", isMended: true),
    Damage(
      name: "index_stray", check: "indexes of passes", place: "passes @34",
      says: "not its row's", isMended: true),
    Damage(
      name: "index_value", check: "indexes of passes", place: "passes @34", says: "not its row's",
      isMended: true),
    Damage(
      name: "index_other_column", check: "indexes of passes", place: "passes",
      says: "a column that has no index", isMended: true),
    Damage(
      name: "index_short", check: "indexes of passes", place: "passes",
      says: "a column that has no index", isMended: true),
    Damage(
      name: "index_of_no_table", check: "tables with indexes", place: "table 99",
      says: "there is not", isMended: true),
    Damage(
      name: "counts_other", check: "row counts", place: "sessions", says: "2 rows are counted",
      isMended: true),
    Damage(
      name: "counts_huge", check: "row counts", place: "sessions", says: "rows are counted",
      isMended: true),
    Damage(
      name: "counts_byte", check: "row counts", place: "row counts", says: "do not read",
      isMended: true),
    Damage(
      name: "counts_deleted", check: "row counts", place: "sessions", says: "0 rows are counted",
      isMended: true),
    Damage(
      name: "folds_other", check: "fold versions", place: "sessions", says: "another fold",
      isMended: true),
    Damage(
      name: "folds_shape", check: "fold versions", place: "sessions", says: "another fold",
      isMended: true),
    Damage(
      name: "folds_byte", check: "fold versions", place: "fold versions", says: "do not read",
      isMended: true),
    Damage(
      name: "folds_of_no_table", check: "fold versions", place: "table 99", says: "another fold",
      isMended: true),
  ]

  @Test func `every damage that can be planted is among those looked for`() throws {
    let known = try DamagingPython().damages()
    #expect(Set(known) == Set(Self.damages.map(\.name) + ["nothing"]))
  }

  @Test func `an undamaged store is verified, also after another client wrote what was there`()
    throws
  {
    let clinic = try Self.clinic()
    let before = try clinic.run("verify")
    #expect(before.status == 0, "\(before)")
    #expect(before.errors == "52 events, 26 tables: nothing is damaged\n")
    #expect(!before.output.contains("finding"), "\(before)")
    try DamagingPython().plant("nothing", in: clinic.folder.path + "/clinic.stipple")
    let after = try clinic.run("verify")
    #expect(after.status == 0, "\(after)")
    #expect(after.output == before.output)
  }

  @Test(arguments: damages)
  func `planted damage is found, and a rebuild mends what follows from the log`(
    _ damage: Damage
  ) throws {
    let python = try DamagingPython()
    let clinic = try Self.clinic()
    let digests = try clinic.expect("replay", "--digest")
    try python.plant(damage.name, in: clinic.folder.path + "/clinic.stipple")
    let found = try clinic.run("verify")
    #expect(found.status == 3, "\(found)")
    let finding = found.output.split(separator: "\n").contains { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      return cells.count == 3 && cells[0] == damage.check && cells[1] == damage.place
        && cells[2].contains(damage.says)
    }
    #expect(finding, "\(found)")
    #expect(found.errors.contains("; nothing was changed\nhint: "), "\(found)")
    let json = try clinic.run("verify", "--json")
    #expect(json.status == 3)
    let checks = try json.rows()
    let check = try #require(checks.first { $0["check"] as? String == damage.check })
    let findings = try #require(check["findings"] as? [[String: Any]])
    #expect(findings.contains { $0["place"] as? String == damage.place }, "\(json)")
    let rebuilt = try clinic.run("rebuild")
    let after = try clinic.run("verify")
    if damage.isMended {
      #expect(rebuilt.status == 0, "\(rebuilt)")
      #expect(after.status == 0, "\(after)")
      #expect(try clinic.expect("replay", "--digest") == digests)
    } else {
      #expect(after.status == 3, "\(after)")
      if rebuilt.status != 0 { #expect(rebuilt.errors.contains("note: "), "\(rebuilt)") }
    }
  }

  @Test func `values never stand in what it says`() throws {
    let clinic = try Self.clinic()
    let python = try DamagingPython()
    for damage in ["row_replaced", "row_extra_state", "index_stray", "log_byte_checksum_right"] {
      try python.plant(damage, in: clinic.folder.path + "/clinic.stipple")
    }
    let found = try clinic.run("verify", "--json")
    #expect(found.status == 3)
    for value in ["HA-7", "HA-8", "Marlowe", "ZZ"] {
      #expect(!found.output.contains(value), "\(found)")
    }
  }
}
