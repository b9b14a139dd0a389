/// Data typed on a command line, `key=value` and `key:=JSON`.
extension RecordType {
  /// JSON text of words, for ``record(fromJSON:path:)``, which then judges names and values.
  ///
  /// A value is read as its field's kind says: `zones=cheek,nose` is a list. Throws for a structure
  /// not given as JSON, and for what is said to be JSON and is not.
  public func json(
    fromWords words: [(key: String, value: String, isJSON: Bool)], path: String = "data"
  ) throws(InputError) -> String {
    var text = JSONText()
    var problems: [InputError.Problem] = []
    text.appendRaw("{")
    for (index, word) in words.enumerated() {
      if index > 0 { text.appendRaw(",") }
      text.appendString(word.key)
      text.appendRaw(":")
      do {
        text.appendRaw(try json(of: word))
      } catch {
        for problem in error.problems {
          problems.append(
            InputError.Problem(
              path: "\(path).\(problem.path)", message: problem.message, hint: problem.hint))
        }
      }
    }
    text.appendRaw("}")
    guard problems.isEmpty else { throw InputError(problems) }
    return text.string
  }

  private func json(
    of word: (key: String, value: String, isJSON: Bool)
  ) throws(InputError) -> String {
    if word.isJSON {
      do {
        return try JSONValue(parsing: word.value).text
      } catch {
        let path = RecordReader.isShowable(word.key) ? word.key : ""
        throw InputError(path: path, message: error.description)
      }
    }
    guard let field = field(named: word.key) else {
      var text = JSONText()
      text.appendString(word.value)
      return text.string
    }
    switch field.kind {
    case .structure:
      throw InputError(path: field.name, message: "takes JSON", hint: "\(field.name):='{…}'")
    case .list(.structure):
      throw InputError(path: field.name, message: "takes JSON", hint: "\(field.name):='[{…}]'")
    default: return json(fromWord: word.value, for: field)
    }
  }

  /// One plain value as JSON, read as its field's kind says.
  ///
  /// What does not fit the kind becomes a string, for the reader to refuse by name. A list is split
  /// at its commas; yes and no stand for true and false; any-JSON takes JSON, else a string.
  public func json(fromWord value: String, for field: Field) -> String {
    var text = JSONText()
    switch field.kind {
    case .boolean:
      switch value {
      case "true", "yes": return "true"
      case "false", "no": return "false"
      default: text.appendString(value)
      }
    case .integer, .decimal:
      var digits = value
      let reading = digits.withUTF8 { DecimalReading(UnsafeRawBufferPointer($0), scale: 0) }
      if reading == .malformed { text.appendString(value) } else { return value }
    case .json:
      if let json = try? JSONValue(parsing: value) { return json.text }
      text.appendString(value)
    case .list:
      text.appendRaw("[")
      let items = value.isEmpty ? [] : value.split(separator: ",", omittingEmptySubsequences: false)
      for (index, item) in items.enumerated() {
        if index > 0 { text.appendRaw(",") }
        text.appendString(Self.trimmed(item))
      }
      text.appendRaw("]")
    case .date, .instant, .text, .enumeration, .structure:
      text.appendString(value)
    }
    return text.string
  }

  private static func trimmed(_ item: Substring) -> String {
    var item = item
    while item.first == " " { item.removeFirst() }
    while item.last == " " { item.removeLast() }
    return String(item)
  }
}
