import Clinic
public import EventLog
import LMDB

/// How an import goes about it.
public struct ImportPlan: Sendable {
  /// Check every line and write nothing.
  public var isDryRun = false
  /// Commit every so many lines; nil is one transaction for all of them.
  public var batch: Int?
  /// Whether refused lines are set aside rather than ending the import.
  public var collectsRejects = false

  /// One transaction, that ends at the first refused line.
  public init() {}
}

/// A line that was not recorded.
public struct Reject: Sendable {
  /// Its number in the file, from 1.
  public let number: Int
  /// Its bytes as they were; empty where it was too long to read.
  public let line: [UInt8]
  /// Why.
  public let error: StoreError
}

/// What an import did.
public struct ImportOutcome: Hashable, Sendable {
  /// Lines read, blank ones left out.
  public var lines = 0
  /// Events recorded.
  public var recorded = 0
  /// Lines whose event id was known before.
  public var known = 0
  /// Lines refused.
  public var rejected = 0
  /// The first position written.
  public var first: UInt64?
  /// The last position written.
  public var last: UInt64?

  mutating func count(_ receipt: Receipt) {
    if receipt.isRepeat {
      known += 1
    } else {
      count(recorded: receipt.envelope.position)
    }
  }

  mutating func count(recorded position: UInt64) {
    recorded += 1
    first = first ?? position
    last = position
  }
}

extension ClinicStore {
  /// Records the events of an NDJSON source.
  ///
  /// - Parameter onReject: takes a refused line before anything is committed that stands after it; what
  ///   it throws ends the import.
  /// - Throws: ``StoreError`` naming the line that ended the import; without a batch nothing of the
  ///   source was then written, with one the last line that stands is told.
  public func importLines(
    _ source: LineSource, plan: ImportPlan, onReject: (Reject) throws(StoreError) -> Void
  ) throws(StoreError) -> ImportOutcome {
    var outcome = ImportOutcome()
    let nothing = "nothing of this file was written"
    do throws(StoreError) { try checkWritable() } catch { throw error.noting(nothing) }
    guard let batch = plan.batch else {
      let source = try source.rereadable(in: path)
      try record(
        room: NumberedLine.room(forBytes: source.byteCount ?? 0), plan, into: &outcome,
        otherwise: nothing, onReject
      ) { () throws(StoreError) in try LinesAhead(of: source, ReadLine.each) }
      return outcome
    }
    var standing = 0
    while true {
      // Held, since what comes through a pipe is recorded as it comes.
      let lines = try NumberedLine.read(from: source, limit: batch)
      guard let last = lines.last else { return outcome }
      try record(
        room: NumberedLine.room(forBytes: lines.reduce(0) { $0 + $1.bytes.count }), plan,
        into: &outcome,
        otherwise: standing == 0
          ? nothing
          : "lines up to \(standing) stand; mend the line and run the same import again", onReject
      ) { LinesAhead(of: lines, ReadLine.each) }
      standing = last.number
    }
  }

  /// Records lines in one transaction.
  ///
  /// - Parameters:
  ///   - note: what an error says that stands then.
  ///   - lines: gives them from the first; called again where the map has to grow on the way.
  func record(
    room: Int, _ plan: ImportPlan, into outcome: inout ImportOutcome, otherwise note: String,
    _ onReject: (Reject) throws(StoreError) -> Void,
    _ lines: () throws(StoreError) -> LinesAhead<[ReadLine]>
  ) throws(StoreError) {
    let before = outcome
    var fault: StoreError?
    // The lines that were set aside. Where the map has to grow, all begin anew, by another clock and
    // perhaps after what another process wrote: what was handed out as refused is not judged again.
    var setAside: Set<Int> = []
    do throws(StoreError) {
      outcome = try write(label: "import", room: room, keep: !plan.isDryRun) {
        scribe, txn in
        var step = before
        var ahead = try lines()
        while let lines = ahead.take() {
          for line in lines {
            step.lines += 1
            if setAside.contains(line.line.number) {
              step.rejected += 1
              continue
            }
            do {
              step.count(try scribe.record(line, needsEventID: plan.batch != nil, in: &txn))
            } catch {
              let (line, error) = (line.line, StoreError(cause: error))
              guard plan.collectsRejects, error.kind == .refused || error.kind == .badInput else {
                throw error.at("line \(line.number)")
              }
              step.rejected += 1
              try onReject(Reject(number: line.number, line: Array(line.bytes), error: error))
              setAside.insert(line.number)
            }
          }
        }
        fault = ahead.fault
        if let fault { throw fault }
        return step
      }
    } catch {
      throw fault ?? error.noting(note)
    }
  }

  /// Takes the events of an export as they were recorded, into the empty store at a path; one is made
  /// if there is none, and is gone again if the export is refused.
  ///
  /// - Throws: as the import into a store that is there; what keeps one from being made.
  public static func importAsRecorded(
    _ source: LineSource, at path: String, isDryRun: Bool
  ) throws(StoreError) -> ImportOutcome {
    try filling(at: path, isTrial: isDryRun, nothing: "nothing of this file was written") {
      try $0.importAsRecorded(source, isDryRun: isDryRun)
    }
  }

  /// Takes the events of an export as they were recorded, into an empty store.
  ///
  /// Schemas and order are checked; no rules are run, since those facts were judged when recorded.
  public func importAsRecorded(
    _ source: LineSource, isDryRun: Bool
  ) throws(StoreError) -> ImportOutcome {
    let source = try source.rereadable(in: path)
    return try importAsRecorded(
      source, room: NumberedLine.room(forBytes: source.byteCount ?? 0), isDryRun: isDryRun)
  }

  /// The same of a source that can be read twice, with the bytes given that it may come to write.
  func importAsRecorded(
    _ source: LineSource, room: Int, isDryRun: Bool
  ) throws(StoreError) -> ImportOutcome {
    var fault: StoreError?
    do throws(StoreError) {
      return try write(label: "import", room: room, keep: !isDryRun) { scribe, txn in
        var outcome = ImportOutcome()
        var ahead = try LinesAhead(of: source) { EventBatch($0) }
        while let batch = ahead.take() {
          for place in batch.events.indices {
            outcome.lines += 1
            do { try scribe.take(batch.events[place], in: &txn) } catch {
              throw StoreError(cause: error).at("line \(batch.numbers[place])")
            }
            outcome.count(recorded: batch.events[place].envelope.position)
          }
          if let refusal = batch.refusal { throw refusal }
        }
        fault = ahead.fault
        if let fault { throw fault }
        return outcome
      }
    } catch {
      throw fault ?? error.noting("nothing of this file was written")
    }
  }
}

extension ClinicStore {
  /// Takes events as they were recorded, into an empty store, in one transaction.
  ///
  /// - Parameters:
  ///   - events: about how many there will be, so that there is room for them.
  ///   - feed: gives each event, in order, to the function that it is called with; it is called again
  ///     from the beginning where the map has to grow on the way.
  public func takeAsRecorded(
    events: Int = 0, _ feed: ((StoredEvent) throws -> Void) throws -> Void
  ) throws(StoreError) {
    // With its rows and indexes an event takes some 900 bytes.
    try write(label: "demo", room: events << 10) { scribe, txn in
      try feed { event in try scribe.take(event, in: &txn) }
    }
  }
}
