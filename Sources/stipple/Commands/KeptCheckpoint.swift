import ArgumentParser
import ClinicStore
import EventLog
import Glibc
import Records

/// What `--against` takes: a note that was kept outside the store, or the line of a day's report.
enum KeptCheckpoint {
  /// Reads a note's file; it is not believed yet.
  static func note(at path: String) throws(Message) -> SignedNote {
    let bytes = try self.bytes(at: path)
    do throws(ProofError) {
      return try SignedNote(bytes)
    } catch {
      throw Message(
        "\(path) is no signed note: \(error.description)",
        hint: "stipple checkpoint writes one", status: .badInput)
    }
  }

  /// A root that was kept outside: a note by a key of the log or by a trusted one, or `@3042 root`.
  static func root(
    _ text: String, in store: ClinicStore, trusting key: VerifierKey?
  ) throws -> KnownRoot {
    if let root = KnownRoot(text) { return root }
    guard text.first != "@" else {
      throw Message(
        "that is no root of a log", hint: "'@3042 ' and the 44 characters of a day's report",
        status: .badInput)
    }
    return KnownRoot(try store.checkpoint(in: note(at: text), trusting: key))
  }

  /// A public key that was kept outside, as text or in a file.
  static func key(_ text: String) throws(Message) -> VerifierKey {
    var line = text
    if !text.contains("+") {
      line = String(decoding: try bytes(at: text), as: UTF8.self)
      while line.last == "\n" { line.removeLast() }
    }
    do throws(ProofError) {
      return try VerifierKey(line)
    } catch {
      throw Message(
        "that is no public key: \(error.description)",
        hint: "name+id+base64, as stipple checkpoint --json tells it", status: .badInput)
    }
  }

  private static func bytes(at path: String) throws(Message) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Message(unreadable: path, errno) }
    defer { close(file) }
    guard let bytes = readToEnd(file, limit: SignedNote.byteLimit) else {
      throw Message(unreadable: path, errno)
    }
    return bytes
  }
}

/// What `stipple verify` holds the store against.
struct AgainstOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A checkpoint kept outside, or a day's report's line '@3042 root'; may be given again.",
      valueName: "note"))
  var against: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The public key kept outside that signed it, as text or in a file; else the log's own keys.",
      valueName: "vkey"))
  var publicKey: String?

  /// The roots that were kept outside.
  func roots(in store: ClinicStore) throws -> [KnownRoot] {
    let key = try publicKey.map { (text) throws(Message) in try KeptCheckpoint.key(text) }
    return try against.map { try KeptCheckpoint.root($0, in: store, trusting: key) }
  }
}
