extension RecordType {
  /// Reads JSON straight into a record's bytes (without checksum).
  ///
  /// Decimals are exact on the digits as written. Throws every problem of the object at once, or,
  /// where the text is not JSON at all, that alone; `path` names the object in them.
  public func record(
    fromJSON json: RawSpan, path: String = "data"
  ) throws(InputError) -> [UInt8] {
    var writer = RecordWriter(self)
    return try record(fromJSON: json, path: path, by: &writer)
  }

  /// The same with a writer that is used for many records, one after the other.
  public func record(
    fromJSON json: RawSpan, path: String = "data", by writer: inout RecordWriter
  ) throws(InputError) -> [UInt8] {
    writer.begin(self)
    try Self.read(json, path: path, into: &writer) { (reader, writer) throws(JSONError) in
      try reader.object(self, into: &writer)
    }
    return writer.finish()
  }

  /// The same from text.
  public func record(fromJSON json: String, path: String = "data") throws(InputError) -> [UInt8] {
    let bytes = Array(json.utf8)
    return try record(fromJSON: bytes.span.bytes, path: path)
  }

  /// Runs a reader over all of `json`, which fills a writer.
  private static func read(
    _ json: RawSpan, path: String, into writer: inout RecordWriter,
    _ body: (inout RecordReader, inout RecordWriter) throws(JSONError) -> Void
  ) throws(InputError) {
    try json.withUnsafeBytes { (buffer) throws(InputError) in
      var reader = RecordReader(buffer)
      // What goes into a record's tail is nearly always shorter than its JSON.
      writer.expect(texts: buffer.count)
      do throws(JSONError) {
        try body(&reader, &writer)
        try reader.scanner.finish()
      } catch {
        throw InputError(path: path, message: error.description)
      }
      guard reader.problems.isEmpty else {
        reader.prefix(from: 0, path)
        throw InputError(reader.problems)
      }
    }
  }

  /// A record with one field set to a JSON value and all others as they are, for corrections.
  ///
  /// `null` takes the field out, which is refused for a required one; in a field of any JSON, null
  /// is a value like others. The value is held to the field's limits; `path` names it in errors.
  public func setting(
    _ field: Field, toJSON json: String, in payload: RawSpan, path: String? = nil
  ) throws(InputError) -> [UInt8] {
    let path = path ?? "data"
    let view = RecordView(trusting: payload)
    var writer = RecordWriter(self)
    for other in fields where other.slot != field.slot {
      writer.copy(other.slot, other.kind, from: view)
    }
    return try read(field, json, path: path, into: writer).finish()
  }

  /// A field's JSON value as ``json(ofField:in:)`` would print it, so that two can be compared.
  ///
  /// `null` stands for absence and stays `null`. Throws as ``record(fromJSON:path:)`` does.
  public func canonical(
    _ field: Field, json: String, path: String? = nil
  ) throws(InputError) -> String {
    if Self.isNull(json) { return "null" }
    let writer = try read(field, json, path: path ?? "data", into: RecordWriter(self))
    let bytes = writer.finish()
    return self.json(ofField: field, in: bytes.span.bytes)
  }

  private func read(
    _ field: Field, _ json: String, path: String, into writer: RecordWriter
  ) throws(InputError) -> RecordWriter {
    var isJSON = false
    if case .json = field.kind { isJSON = true }
    if Self.isNull(json), !(isJSON && field.isRequired) {
      guard !field.isRequired else {
        throw InputError(path: "\(path).\(field.name)", message: "cannot be taken out")
      }
      return writer
    }
    guard let index = fields.firstIndex(where: { $0.slot == field.slot }) else {
      throw InputError(path: "\(path).\(field.name)", message: "no such field")
    }
    let bytes = Array(json.utf8)
    var writer = writer
    try Self.read(bytes.span.bytes, path: path, into: &writer) {
      (reader, writer) throws(JSONError) in try reader.value(self, index, into: &writer)
    }
    return writer
  }

  private static func isNull(_ json: String) -> Bool {
    json.utf8.filter { $0 > 0x20 }.elementsEqual("null".utf8)
  }
}

extension RecordWriter {
  /// Copies a slot of the same kind from a record; one that cannot be read stays absent.
  mutating func copy(_ slot: Int, _ kind: Field.Kind, from view: RecordView) {
    switch kind {
    case .boolean, .integer, .decimal, .date, .instant, .enumeration:
      set(slot, integer: view.integer(slot))
    case .text, .json:
      if let utf8 = view.utf8(slot) { set(slot, utf8: utf8) }
    case .structure:
      if let nested = view.nested(slot) { set(slot, nestedSpan: nested) }
    case .list(let element):
      guard let list = view.list(slot) else { return }
      copy(slot, element, from: list)
    }
  }

  private mutating func copy(_ slot: Int, _ element: Field.Kind, from list: ListView) {
    if case .enumeration = element {
      set(slot, list: (0..<list.count).map { list.integer($0) ?? 0 })
      return
    }
    var items: [[UInt8]] = []
    for index in 0..<list.count {
      guard let span = list.nested(index) else { continue }
      items.append(span.withUnsafeBytes { Array($0) })
    }
    if case .text = element {
      setTexts(slot, items)
    } else {
      set(slot, list: items)
    }
  }
}
