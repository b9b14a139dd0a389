extension TextForm {
  /// True if a text keeps to the form.
  public func admits(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { holds(UnsafeRawBufferPointer($0)) }
  }

  /// True for 1 to `limit` of the letters that ids are made of.
  public static func isID(_ text: String, limit: Int) -> Bool {
    var text = text
    return text.withUTF8 { (1...limit).contains($0.count) && $0.allSatisfy(isIDByte) }
  }
}
