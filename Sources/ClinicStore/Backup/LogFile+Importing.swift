import Clinic
import EventLog
import Glibc
import LMDB
import Records

extension LineSource {
  /// Whether it is a file of stored events rather than one of lines.
  public var isLog: Bool {
    get throws(StoreError) { try begins(with: LogFile.magic) }
  }
}

extension ClinicStore {
  /// Takes the events of a file of stored ones, as they were recorded: the same bytes, the same
  /// positions, the same tree.
  ///
  /// The file is read to its end and held against its hash first; only then is the store opened, or made
  /// if there is none, to be gone again where the file is refused. It must be empty, or hold nothing but
  /// what was taken so before, up to where the file begins. Each event must read by its schema and
  /// follow from the one before; no rule is asked.
  ///
  /// - Parameter progress: told of events done and to do; what it throws ends it.
  /// - Throws: ``StoreError``, nothing of the file then written; what `progress` throws.
  public static func importLog(
    _ source: LineSource, at path: String, isDryRun: Bool,
    progress: (_ done: Int, _ of: Int) throws -> Void = { _, _ in }
  ) throws -> ImportOutcome {
    let nothing = "nothing of this file was written"
    do {
      let file = try source.rereadable(in: roomyFolder(for: path))
      var reader = try LogFileReader(file)
      try reader.checkToEnd(progress: progress)
      return try filling(at: path, isTrial: isDryRun, nothing: nothing) { store in
        try store.refuseGap(before: reader.header)
        return try withoutActuallyEscaping(progress) { progress in
          try store.write(
            label: "import", room: LogFile.room(forBytes: file.byteCount ?? 0), keep: !isDryRun
          ) { scribe, txn in
            // From the beginning, also where the map had to grow on the way.
            try file.rewind()
            var reader = try LogFileReader(file)
            return try scribe.take(&reader, in: &txn, progress: progress)
          }
        }
      }
    } catch let error as StoreError {
      // Filling a store has said by itself what is left.
      throw error.note == nil ? error.noting(nothing) : error
    } catch {
      throw StoreError(cause: error).noting(nothing)
    }
  }

  /// A folder on the store's disk.
  private static func roomyFolder(for path: String) -> String {
    var status = stat()
    if stat(path, &status) == 0 { return path }
    let bare = path.hasSuffix("/") ? path.dropLast() : path[...]
    return bare.lastIndex(of: "/").map { String(bare[...$0]) } ?? "."
  }

  /// Throws unless the file begins where the store ends.
  private func refuseGap(before header: LogFile.Header) throws(StoreError) {
    let head = try head().position
    guard header.first != head + 1 else { return }
    if head == 0 {
      throw StoreError(
        .badInput, "the file begins at @\(header.first); an empty store takes a log from @1",
        hint: "stipple export --format log, without --since")
    }
    throw StoreError(
      .refused, "the file begins at @\(header.first), and the store ends at @\(head)",
      hint: "--store with a path where there is no store yet")
  }
}

extension LogFile {
  /// How many bytes a store may come to write for a file of so many: beside the log there are rows
  /// and indexes, together some three times as much.
  fileprivate static func room(forBytes bytes: Int) -> Int { bytes * 6 }
}

extension Scribe {
  /// Takes every event that the reader gives.
  fileprivate mutating func take(
    _ reader: inout LogFileReader, in txn: inout WriteTransaction,
    progress: (_ done: Int, _ of: Int) throws -> Void
  ) throws -> ImportOutcome {
    var outcome = ImportOutcome()
    outcome.first = reader.header.count > 0 ? reader.header.first : nil
    while let record = try reader.next() {
      let position = reader.header.first + reader.count - 1
      do {
        let event = try StoredEvent(record: record)
        try event.checkSchema()
        try take(event, in: &txn)
      } catch {
        throw StoreError(cause: error).at("@\(position)")
      }
      outcome.lines += 1
      outcome.recorded += 1
      outcome.last = position
      if outcome.lines % 4_096 == 0 { try progress(outcome.lines, Int(reader.header.count)) }
    }
    return outcome
  }
}

extension StoredEvent {
  /// Throws unless the data reads by the schema of its type, limits included.
  fileprivate func checkSchema() throws {
    guard let type = EventType.numbered(envelope.type) else {
      throw StoreError(.badInput, "its type is not known here")
    }
    guard type.version == envelope.schema else {
      throw StoreError(
        .badInput, "\(type.name) \(envelope.schema) is not known here, only \(type.version)")
    }
    do {
      _ = try EffectiveEvent(self)
    } catch {
      throw StoreError(.badInput, "its data does not read by its schema")
    }
    _ = try type.record.record(
      fromJSON: type.record.json(of: payload.span.bytes), path: "data")
  }
}
