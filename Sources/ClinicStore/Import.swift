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
  /// - Throws: ``StoreError`` naming the line that ended the import; without a batch nothing of the
  ///   source was then written, with one the last line that stands is told.
  public func importLines(
    _ source: LineSource, plan: ImportPlan, onReject: (Reject) -> Void
  ) throws(StoreError) -> ImportOutcome {
    var outcome = ImportOutcome()
    var standing = 0
    repeat {
      let chunk = try NumberedLine.read(from: source, limit: plan.batch ?? .max)
      guard !chunk.isEmpty else { break }
      let bytes = chunk.reduce(0) { $0 + $1.bytes.count }
      var step = outcome
      var rejects: [Reject] = []
      do throws(StoreError) {
        (step, rejects) = try write(
          label: "import", room: NumberedLine.room(forBytes: bytes), keep: !plan.isDryRun
        ) { scribe, txn in
          var step = outcome
          var rejects: [Reject] = []
          var ahead = ReadLine.ahead(of: chunk)
          while let lines = ahead.take() {
            for line in lines {
              step.lines += 1
              do {
                step.count(try scribe.record(line, needsEventID: plan.batch != nil, in: &txn))
              } catch {
                let (line, error) = (line.line, StoreError(cause: error))
                guard plan.collectsRejects, error.kind == .refused || error.kind == .badInput else {
                  throw error.at("line \(line.number)")
                }
                step.rejected += 1
                rejects.append(Reject(number: line.number, line: line.bytes, error: error))
              }
            }
          }
          return (step, rejects)
        }
      } catch {
        guard plan.batch != nil else {
          throw error.noting("nothing of this file was written")
        }
        throw error.noting(
          standing == 0
            ? "nothing of this file was written"
            : "lines up to \(standing) stand; mend the line and run the same import again")
      }
      outcome = step
      rejects.forEach(onReject)
      standing = chunk.last?.number ?? standing
    } while plan.batch != nil
    return outcome
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
        var ahead = try EventBatch.ahead(in: source)
        while let batch = ahead.take() {
          for (event, number) in zip(batch.events, batch.numbers) {
            outcome.lines += 1
            do { try scribe.take(event, in: &txn) } catch {
              throw StoreError(cause: error).at("line \(number)")
            }
            outcome.count(recorded: event.envelope.position)
          }
          if let refusal = batch.refusal { throw refusal }
          fault = batch.fault
          if let fault { throw fault }
          if batch.events.isEmpty { break }
        }
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
