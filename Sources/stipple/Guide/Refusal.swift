import Clinic
import ClinicStore

/// What the store refused, and whether a reason would change that.
struct Refusal {
  /// What to say of it.
  let message: Message
  /// Whether the entry is taken with a reason.
  let takesReason: Bool
  /// Whether it is taken only as a fact already past.
  let needsOverride: Bool
  /// The field of the event that it is about.
  let field: String?

  /// By the levels of what the rules found: one that refuses outright takes no reason.
  init(_ error: StoreError) {
    let levels = error.findings.map(\.level)
    takesReason = !levels.isEmpty && !levels.contains(.refuse)
    needsOverride = takesReason && levels.contains(.refuseUnlessPast)
    var message = Message(error)
    message.error = Self.plain(error.message)
    message.also = error.also.map(Self.plain)
    message.hint = error.hint.flatMap(Self.plainHint)
    message.note = error.kind == .refused || error.kind == .badInput ? nil : error.note
    self.message = message
    field =
      error.findings.first?.field.map { $0.hasPrefix("data.") ? String($0.dropFirst(5)) : $0 }
      ?? Self.field(error.message)
  }

  /// The field that a refusal begins with: `lot` of `data.lot: …`.
  private static func field(_ text: String) -> String? {
    guard text.hasPrefix("data."), let colon = text.firstIndex(of: ":") else { return nil }
    return String(text[text.index(text.startIndex, offsetBy: 5)..<colon])
  }

  private static func plain(_ text: String) -> String {
    guard let field = field(text), let colon = text.firstIndex(of: ":") else { return text }
    return field.replacing("_", with: " ") + text[colon...]
  }

  /// The hint without what only a command line has.
  static func plainHint(_ hint: String) -> String? {
    var hint = hint
    for end in ["--override --reason …", "--reason … makes it a late entry", "--reason …"] {
      for start in [", or ", " or ", ""] where hint.hasSuffix(start + end) {
        hint = String(hint.dropLast((start + end).count))
      }
    }
    return hint.isEmpty ? nil : hint
  }
}
