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
    try unsafe self.init(parsing: text.utf8.span.bytes)
  }

  /// The name in a text's UTF-8, of which no more is made a `String` than the id.
  public init(parsing text: RawSpan) throws(StreamNameError) {
    guard let slash = text.firstOffset(of: UInt8(ascii: "/")) else {
      throw StreamNameError(
        message: "a stream is written kind/id", hint: "session/S1, client/C1042, lot/new")
    }
    let word = text.extracting(first: slash)
    guard let kind = StreamKind(utf8: word) else {
      throw StreamNameError(
        message: "there is no such kind of stream",
        hint: Suggestion.hint(for: word.text, among: StreamKind.names))
    }
    let id = text.extracting(droppingFirst: slash + 1).text
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
