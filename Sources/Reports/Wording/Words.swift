import Clinic
import Records

/// The vocabularies' words as they are said aloud.
enum Words {
  /// Words that are more than their letters with spaces.
  private static let spoken: [String: String] = [
    "spf": "SPF", "prp": "PRP", "gais": "GAIS", "sgais": "SGAIS", "goodman_baron": "Goodman-Baron",
    "hsv_reactivation": "HSV reactivation", "paba": "PABA", "left_45": "left 45°",
    "left_90": "left 90°", "right_45": "right 45°", "right_90": "right 90°", "sms": "SMS",
    "fhir": "FHIR", "csv": "CSV", "ndjson": "NDJSON", "html": "HTML",
  ]

  static func plain(_ word: some Vocabulary) -> String { plain(word.name) }

  static func plain(_ word: String) -> String { spoken[word] ?? spaced(word) }

  static func spaced(_ name: String) -> String {
    String(name.map { $0 == "_" ? " " : $0 })
  }

  static func list<Word: Vocabulary>(_ words: [Word]) -> String {
    words.map(plain).joined(separator: "+")
  }

  /// A list in a sentence: `treatment, photo record`.
  static func commas<Word: Vocabulary>(_ words: [Word]) -> String {
    words.map(plain).joined(separator: ", ")
  }

  /// `1 pass`, `3 passes`; without a plural the unit stays as it is, `3 min`.
  static func count(_ count: Int64, _ one: String, _ many: String? = nil) -> String {
    "\(count) \(count == 1 ? one : many ?? one)"
  }

  static func count(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    self.count(Int64(count), one, many)
  }
}
