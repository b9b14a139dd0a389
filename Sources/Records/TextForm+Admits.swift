extension TextForm {
  /// True if a text keeps to the form.
  public func admits(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { holds(UnsafeRawBufferPointer($0)) }
  }
}
