import Clinic
import ClinicStore
import Records

/// Phrases for the kinds of value that events are made of.
extension Phrase {
  static func text(
    _ field: String, _ value: String?, lead: String = "", joint: Joint = .comma
  ) -> Phrase {
    Phrase(field, value, lead: lead, joint: joint)
  }

  /// What somebody wrote in their own words, which stands last.
  static func said(_ field: String, _ text: String?) -> Phrase {
    Phrase(field, text, joint: .colon)
  }

  /// What another stream, or a thing with an id of its own, is called.
  static func id(_ field: String, _ value: String?, lead: String? = nil) -> Phrase {
    Phrase(field, value, lead: lead ?? Words.spaced(field))
  }

  static func word<Word: Vocabulary>(
    _ field: String, _ word: Word?, lead: String = "", joint: Joint = .comma
  ) -> Phrase {
    Phrase(field, word.map(Words.plain), lead: lead, joint: joint)
  }

  /// A list of words, `cheek+chin`; an empty one says nothing, or what `empty` says.
  static func words<Word: Vocabulary>(
    _ field: String, _ words: [Word]?, lead: String = "", empty: String? = nil,
    joint: Joint = .comma
  ) -> Phrase {
    Phrase(
      field, words.flatMap { $0.isEmpty ? empty : Words.list($0) }, lead: lead, joint: joint)
  }

  static func amount(
    _ field: String, _ amount: ScaledDecimal?, _ unit: String, lead: String = "",
    joint: Joint = .comma
  ) -> Phrase {
    Phrase(field, amount.map { "\($0) \(unit)" }, lead: lead, joint: joint)
  }

  /// A whole number with what it counts, `1 pass`, `3 passes`.
  static func count(
    _ field: String, _ count: Int64?, _ one: String, _ many: String? = nil, lead: String = "",
    joint: Joint = .comma
  ) -> Phrase {
    Phrase(field, count.map { Words.count($0, one, many) }, lead: lead, joint: joint)
  }

  static func flag(_ field: String, _ flag: Bool?, _ yes: String, _ no: String?) -> Phrase {
    Phrase(field, flag.flatMap { $0 ? yes : no })
  }

  static func day(_ field: String, _ day: CalendarDate?, lead: String) -> Phrase {
    Phrase(field, day?.iso, lead: lead)
  }

  static func moment(
    _ field: String, _ moment: Instant?, lead: String, _ zone: ClinicZone
  ) -> Phrase {
    Phrase(field, moment.map(zone.display), lead: lead)
  }

  /// A file outside the store: the first twelve of its SHA-256's 64 digits tell it apart.
  static func file(_ field: String, _ sha256: String?) -> Phrase {
    Phrase(field, sha256.map { "\($0.prefix(12).lowercased())…" }, lead: "file")
  }
}
