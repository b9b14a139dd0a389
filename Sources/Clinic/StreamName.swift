public import EventLog
import Records

/// A stream as a person types it: `session/S1`, or `session/new` for the next free id.
public enum StreamName: Hashable, Sendable {
  /// A stream by its own id.
  case stream(StreamID)
  /// The next free id of a kind.
  case new(StreamKind)

  /// The name in `text`, of the form `kind/id`.
  public init(parsing text: String) throws(StreamNameError) {
    guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else {
      throw StreamNameError(
        message: "a stream is written kind/id", hint: "session/S1, client/C1042, lot/new")
    }
    let word = String(text[..<slash])
    let id = String(text[text.utf8.index(after: slash)...])
    guard let kind = StreamKind(name: word) else {
      throw StreamNameError(
        message: "there is no such kind of stream",
        hint: Suggestion.hint(for: word, among: StreamKind.names))
    }
    if id == "new" {
      self = .new(kind)
      return
    }
    let stream = StreamID(kind, id)
    guard stream.isWellFormed else {
      throw StreamNameError(
        message: "a \(kind.name)’s id is 1 to 64 of A-Z a-z 0-9 . _ : - and not the word new",
        hint: kind.idPrefix.map { "\(kind.name)/\($0)1, or \(kind.name)/new" })
    }
    self = .stream(stream)
  }
}

/// Why a stream's name could not be read.
public struct StreamNameError: Error, Hashable, Sendable {
  /// What is wrong with the name.
  public let message: String
  /// What to write instead.
  public let hint: String?
}

extension StreamKind {
  /// The letter that ids made for `new` begin with; none for the store, which is one stream.
  public var idPrefix: String? {
    switch self {
    case .client: "C"
    case .course: "K"
    case .booking: "B"
    case .session: "S"
    case .product: "P"
    case .lot: "L"
    case .device: "D"
    case .staff: "U"
    case .protocol: "R"
    case .store: nil
    }
  }
}

extension StreamID {
  /// A stream by its kind and its own id.
  public init(_ kind: StreamKind, _ id: String) {
    self.init(kind: kind.rawValue, id: id)
  }

  /// What the stream is about; nil for a kind that this version does not know.
  public var streamKind: StreamKind? { StreamKind(rawValue: kind) }

  /// The stream as a person types it: `session/S1`.
  public var text: String { "\(streamKind?.name ?? "kind-\(kind)")/\(id)" }
}
