extension RecordType {
  /// The texts of a record that say nothing: white space alone, where a text has to have something.
  ///
  /// To be asked of what is about to be recorded. A schema that asks for one character is content with
  /// a space, and a record that was taken so must stay readable, so no reader asks it.
  /// - Parameter path: what stands before the fields' names: `data`, or nothing.
  public func blankTexts(in record: RawSpan, path: String = "") -> [InputError.Problem] {
    let view = RecordView(trusting: record)
    var problems: [InputError.Problem] = []
    for (place, rule) in rules.enumerated() {
      var name: String { (path.isEmpty ? "" : path + ".") + fields[place].name }
      switch rule.tag {
      case .text:
        guard rule.minLength > 0, let text = view.utf8(rule.slot), text.isBlank else { continue }
        problems.append(.blank(name))
      case .structure:
        guard case .structure(let type) = fields[place].kind, let part = view.nested(rule.slot)
        else { continue }
        problems += type.blankTexts(in: part, path: name)
      case .list:
        guard let list = view.list(rule.slot) else { continue }
        for item in 0..<list.count {
          switch fields[place].kind {
          case .list(.text) where rule.minLength > 0:
            guard let text = list.utf8(item), text.isBlank else { continue }
            problems.append(.blank("\(name)[\(item)]"))
          case .list(.structure(let type)):
            guard let part = list.nested(item) else { continue }
            problems += type.blankTexts(in: part, path: "\(name)[\(item)]")
          default: break
          }
        }
      case .boolean, .integer, .decimal, .date, .instant, .json, .enumeration: break
      }
    }
    return problems
  }
}

extension InputError.Problem {
  /// A text that says nothing.
  public static func blank(_ path: String) -> Self { Self(path: path, message: "is blank") }
}

extension TextForm {
  /// True if a text has something, and nothing that can be read.
  public static func isBlank(_ text: String) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy {
        $0.properties.isWhitespace || $0.properties.isDefaultIgnorableCodePoint
      }
  }
}

extension RawSpan {
  /// The same of UTF-8; nearly always told by the first byte.
  fileprivate var isBlank: Bool {
    guard byteCount > 0 else { return false }
    let first = unsafeLoad(fromByteOffset: 0, as: UInt8.self)
    return (first <= 0x20 || first >= 0x80) && TextForm.isBlank(text)
  }
}
