import Records

/// The name of a stream: what kind of thing it is about, and that thing's own id.
public struct StreamID: Hashable, Sendable {
  /// The kind's code, under 128; the log gives it no meaning.
  public var kind: UInt8
  /// The clinic's own short string: 1–64 of `A-Z a-z 0-9 . _ : -`.
  public var id: String

  /// A stream by its parts, which need not be well formed.
  public init(kind: UInt8, id: String) {
    self.kind = kind
    self.id = id
  }

  /// The greatest length of an id, in bytes.
  public static let idLimit = 64

  /// Whether the log takes this name: `new` is reserved, in any case.
  public var isWellFormed: Bool {
    kind < 0x80 && IDForm.matches(id, limit: Self.idLimit)
      && (id.utf8.count != 3 || !id.utf8.elementsEqual("new".utf8) { IDForm.folded($0) == $1 })
  }
}

/// The letters that ids are made of: `A-Z a-z 0-9 . _ : -`, so bytes and characters are the same.
enum IDForm {
  static func matches(_ id: String, limit: Int) -> Bool { TextForm.isID(id, limit: limit) }

  /// A letter with A–Z as a–z: ids of the same ones differ only in case.
  static func folded(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
  }
}
