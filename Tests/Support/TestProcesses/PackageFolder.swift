public import Foundation

/// Where the package's own files are, found from this file's place.
public enum PackageFolder {
  /// Where `Package.swift` is.
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// A file or folder by its path from the root.
  public static func path(_ path: String) -> String { root.appendingPathComponent(path).path }
}

/// Runs `body` with a new folder that is gone afterwards.
public func withScratchFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("stipple-test-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
