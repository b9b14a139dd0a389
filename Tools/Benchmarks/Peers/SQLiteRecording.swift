/// Pain scores recorded in SQLite's own tables, each statement prepared once.
final class SQLiteRecording {
  private let peer: SQLitePeer
  private let event: NativeStatement
  private let session: NativeStatement
  private let score: NativeStatement
  private let begin: NativeStatement
  private let commit: NativeStatement
  /// As many bytes as ours of such an event, and as the row that SQLite keeps in columns.
  private let record: [UInt8]

  init(_ stand: Stand) throws {
    // A copy of its own: what is recorded here is no part of what is asked elsewhere.
    peer = try SQLitePeer(copying: stand, to: "recording.db")
    record = [UInt8](repeating: 7, count: PainScoreRows.recordBytes)
    begin = try peer.prepare("begin immediate")
    commit = try peer.prepare("commit")
    event = try peer.prepare(PainScoreRows.insertEvent)
    session = try peer.prepare(PainScoreRows.updateSession)
    score = try peer.prepare(PainScoreRows.insertScore)
    let open = try peer.prepare(PainScoreRows.insertSession)
    for id in stand.visits.ids {
      open.bind(id, at: 1)
      open.runOnce()
    }
  }

  /// One pain score in each session, all in one transaction.
  func record(in sessions: [String]) throws {
    begin.runOnce()
    for id in sessions {
      event.bind("5/" + id, at: 1)
      event.bind(record, at: 2)
      event.runOnce()
      session.bind(id, at: 1)
      session.runOnce()
      score.bind(id, at: 1)
      score.runOnce()
    }
    commit.runOnce()
  }
}

/// What a pain score writes to relational tables; `?1` is the session's stream or id.
///
/// The client bears the session's id: as in ours, each session is of a client of its own.
enum PainScoreRows {
  /// The bytes of such an event's record in our log.
  static let recordBytes = 200

  static let insertEvent = """
    insert into log (position, stream, version, type, record)
    select (select max(position) + 1 from log), ?1,
      (select coalesce(max(version), 0) + 1 from log where stream = ?1), 413, ?2
    """
  static let insertSession = """
    insert into sessions (id, client, practitioner, status, opened_at, version, last_position)
    values (?1, ?1, 'U4', 'open', '2026-07-01 10:00:00', 2, 1)
    on conflict do nothing
    """
  static let updateSession = """
    update sessions set pain_needling = 3, version = version + 1,
      last_position = (select max(position) from log) where id = ?1
    """
  static let insertScore = """
    insert into pain_scores (position, ordinal, session, client, phase, score, occurred_at,
      recorded_at, recorded_by, performed_by, amended)
    select max(position), 0, ?1, ?1, 'needling', 3, '2026-07-01 10:00:00', '2026-07-01 10:00:00',
      'U4', 'U4', 0 from log
    """
}
