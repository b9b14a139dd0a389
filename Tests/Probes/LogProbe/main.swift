import EventLog
import Glibc
import LMDB
import Records

// A process of its own that writes or reads a log, for tests of many at once.
//
//   LogProbe append STORE STREAM COUNT   one event a transaction; a line for each position, once durable
//   LogProbe hold STORE                  begins to write, says so, and drops it when its input ends
//   LogProbe scan STORE UNTIL            scans again and again until the log has that many events

/// Whatever makes a run worthless.
struct Failure: Error, CustomStringConvertible {
  var description: String
}

func say(_ line: String) {
  print(line)
  fflush(nil)
}

func append(_ store: Store, to stream: String, count: Int) throws {
  let clock = OffsetInstant(instant: Instant(microseconds: 1), offsetMinutes: 0)
  for index in 0..<count {
    // Every other event goes to a stream that all processes share.
    let id = index % 2 == 0 ? stream : "shared"
    let draft = Draft(
      .stream(StreamID(kind: 3, id: id)), type: 1, schema: 1,
      payload: Array("\(stream) \(index)".utf8), recordedBy: "U1",
      eventID: "\(stream):\(index)")
    say(
      "\(try store.write { txn in try store.log.append(draft, to: &txn, clock: clock) }.envelope.position)"
    )
  }
}

func hold(_ store: Store) throws {
  let clock = OffsetInstant(instant: Instant(microseconds: 1), offsetMinutes: 0)
  var txn = try store.environment.beginWrite(label: "probe", timeout: .seconds(60))
  let draft = Draft(
    .stream(StreamID(kind: 3, id: "held")), type: 1, schema: 1, payload: [], recordedBy: "U1")
  _ = try store.log.append(draft, to: &txn, clock: clock)
  say("held")
  _ = readLine()
}

func scan(_ store: Store, until end: UInt64) throws {
  var (last, scans) = (0 as UInt64, 0)
  while last < end {
    let txn = try store.environment.beginRead()
    let head = try store.log.head(in: txn.view).position
    var versions: [String: UInt64] = [:]
    var seen: UInt64 = 0
    try store.log.forEach(in: txn.view) { event throws(LogError) in
      seen += 1
      let version = versions[event.streamID, default: 0] + 1
      guard event.position == seen, event.version == version else {
        throw .damaged(position: event.position, what: "a reader saw a gap")
      }
      versions[event.streamID] = version
      return .next
    }
    guard seen == head, head >= last else {
      throw Failure(description: "saw \(seen) events, head \(head), after \(last)")
    }
    last = head
    scans += 1
  }
  say("\(scans)")
}

/// An environment with its log.
struct Store {
  let environment: Environment
  let log: EventLog

  init(_ path: String) throws {
    environment = try Environment.open(path)
    log = try EventLog(in: environment)
  }

  func write<Result>(_ body: (inout WriteTransaction) throws -> Result) throws -> Result {
    var txn = try environment.beginWrite(label: "probe", timeout: .seconds(60))
    let result = try body(&txn)
    try txn.commit()
    return result
  }
}

do {
  let words = CommandLine.arguments.dropFirst()
  guard words.count >= 2, let verb = words.first else { throw Failure(description: "usage") }
  let store = try Store(words[2])
  switch (verb, words.count) {
  case ("append", 4): try append(store, to: words[3], count: Int(words[4]) ?? 0)
  case ("hold", 2): try hold(store)
  case ("scan", 3): try scan(store, until: UInt64(words[3]) ?? 0)
  default: throw Failure(description: "usage")
  }
} catch {
  var complaint = "\(error)\n"
  complaint.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
  exit(1)
}
