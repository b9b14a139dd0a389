import Records

extension Suggestion {
  /// A few names in one line: what there is, where nothing is near.
  static func list(_ names: [String]) -> String {
    let most = 12
    return names.count <= most
      ? names.joined(separator: ", ")
      : names.prefix(most).joined(separator: ", ") + ", … \(names.count) in all"
  }
}
