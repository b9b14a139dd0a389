import Foundation
import TestProcesses

extension PackageFolder {
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
}
