// Another process for the tests of LMDB: does one thing to a folder, says so, and ends.
import Glibc
import LMDB

let words = Array(CommandLine.arguments.dropFirst())

func say(_ line: String) {
  print(line)
  fflush(nil)
}

/// Until the test closes the pipe.
func waitForEnd() { while getchar() != EOF {} }

func small(_ path: String, create: Bool = false) throws(LMDBError) -> Environment {
  try Environment.open(path, .init(mapSize: 1 << 20, create: create))
}

func fill(_ environment: Environment, _ table: Table, count: Int, bytes: Int) throws(LMDBError) {
  try environment.write(label: "fill") { (transaction) throws(LMDBError) in
    let start = try transaction.view.statistics(table).entries
    for number in start..<(start + count) {
      var key = Key()
      key.append(UInt64(number))
      try transaction.put(
        table, key, [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: bytes), .append)
    }
  }
}

func entries(_ environment: Environment, _ table: Table) throws(LMDBError) -> Int {
  try environment.read { (transaction) throws(LMDBError) in
    try transaction.view.statistics(table).entries
  }
}

/// Adds one to a counter, so that a write lost to another process shows.
func increment(_ environment: Environment, _ table: Table) throws(LMDBError) {
  try environment.write(label: "increment", timeout: .seconds(60)) {
    (transaction) throws(LMDBError) in
    let key = Key(Array("counter".utf8))
    var count: UInt64 = 0
    if let value = try transaction.get(table, key) {
      var reader = KeyReader(value)
      count = reader.uint64() ?? 0
    }
    var next = Key()
    next.append(count + 1)
    try transaction.put(table, key, next.array)
  }
}

/// Lets no file grow beyond the limit, as a full disk would.
func limitFiles(to bytes: UInt64) {
  var limit = rlimit()
  getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
  limit.rlim_cur = bytes == 0 ? limit.rlim_max : rlim_t(bytes)
  setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
}

do throws(LMDBError) {
  switch (words.first, words.count) {
  case ("fill", 5):
    let environment = try small(words[1])
    let table = try environment.table(words[2])
    try fill(environment, table, count: Int(words[3])!, bytes: Int(words[4])!)
    say("filled")
  case ("count", 3):
    let environment = try small(words[1])
    say("\(try entries(environment, try environment.table(words[2])))")
  case ("only-read", 3):
    let environment = try Environment.open(words[1], .init(readOnly: true))
    say("\(try entries(environment, try environment.table(words[2])))")
    do throws(LMDBError) { try environment.checkWritable() } catch { say(error.code.name) }
  case ("increment", 4):
    let environment = try small(words[1])
    let table = try environment.table(words[2])
    for _ in 0..<Int(words[3])! { try increment(environment, table) }
    say("incremented")
  case ("hold-write", 3):
    let environment = try small(words[1])
    let transaction = try environment.beginWrite(label: words[2])
    say("held")
    waitForEnd()
    transaction.abort()
  case ("hold-read", 3):
    let environment = try small(words[1])
    let table = try environment.table(words[2])
    let transaction = try environment.beginRead()
    say("reading \(try transaction.view.statistics(table).entries)")
    waitForEnd()
  case ("create", 3):
    umask(mode_t(words[2], radix: 8)!)
    var folder = try StoreFolder.create(at: words[1])
    let environment = try folder.createEnvironment(.init(mapSize: 1 << 20))
    let table = try environment.table("t", create: true)
    try fill(environment, table, count: 1, bytes: 1)
    try folder.seal(format: 1)
    say("created")
  case ("full-disk", 4):
    let environment = try small(words[1])
    let table = try environment.table(words[2])
    signal(SIGXFSZ, SIG_IGN)
    limitFiles(to: UInt64(words[3])!)
    do throws(LMDBError) {
      try fill(environment, table, count: 200, bytes: 3000)
      say("taken")
    } catch {
      say("failed \(error.code.name)")
    }
    limitFiles(to: 0)
    say("left \(try entries(environment, table))")
    try fill(environment, table, count: 200, bytes: 3000)
    say("then \(try entries(environment, table))")
  default:
    say("unknown command")
    exit(2)
  }
} catch {
  say("error \(error)")
  exit(1)
}
