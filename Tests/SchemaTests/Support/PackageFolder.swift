import Foundation

/// Where the package's own files are, found from this file's place.
enum PackageFolder {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let schemas = root.appendingPathComponent("Schemas").resolvingSymlinksInPath()
  static let tests = root.appendingPathComponent("Tests/SchemaTests")

  /// The names of a folder's files, sorted; throws where there is no such folder.
  static func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  /// Every JSON file under the schemas, whatever folder it is in.
  static func allSchemas() throws -> [URL] {
    try FileManager.default.subpathsOfDirectory(atPath: schemas.path)
      .filter { $0.hasSuffix(".json") }.map { schemas.appendingPathComponent($0) }
  }

  /// Runs `body` with a new folder that is gone afterwards.
  static func withScratch<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("schema-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }
}
