import Foundation

/// The programs of this package, as built for these tests.
public enum BuiltProgram {
  /// Why a program is not there.
  public struct Missing: Error, CustomStringConvertible {
    /// What is not there.
    public let description: String
  }

  /// The path of a program.
  ///
  /// SwiftPM puts executables beside the test bundle, wherever its scratch path is; the bundle may be
  /// the running program or a library that a helper loaded, so it is asked what is mapped.
  public static func path(_ name: String) throws -> String {
    let maps = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
    var folders: Set<String> = []
    for line in maps.split(separator: "\n") {
      guard let slash = line.firstIndex(of: "/") else { continue }
      folders.insert((String(line[slash...]) as NSString).deletingLastPathComponent)
    }
    let found = folders.map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let found else { throw Missing(description: "\(name) is in none of \(folders)") }
    return found
  }
}
