import Foundation

func makeFolder(_ path: String) throws {
  try FileManager.default.createDirectory(
    atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
}

/// Removes what is there, if anything is.
func remove(_ path: String) {
  try? FileManager.default.removeItem(atPath: path)
}

/// The bytes of a file.
func fileSize(_ path: String) -> Int {
  (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
}
