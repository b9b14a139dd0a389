import Foundation
import Glibc

/// The sound store that copies are made of: its files, and what each byte is for.
struct SoundStore: Sendable {
  static let names = ["data.mdb", "identity", "lock.mdb", "write.lock"]

  let files: [String: [UInt8]]
  let map: PageMap

  init(at path: String) throws {
    var files: [String: [UInt8]] = [:]
    for name in Self.names {
      files[name] = Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
    }
    self.files = files
    map = try PageMap(files["data.mdb", default: []])
  }

  /// The copy of a case.
  func copy(_ number: Int, seed: UInt64, _ way: DamagedCopy.Way) -> DamagedCopy {
    var chance = Generator(seed: seed, harness: FlipProbe.name, cycle: number)
    return DamagedCopy(files, map, way, &chance)
  }
}

extension DamagedCopy {
  /// Writes the copy into a new folder.
  func write(to folder: String) throws {
    guard mkdir(folder, 0o700) == 0 else { throw LabError.system("make \(folder)") }
    for (name, bytes) in files {
      let file = open("\(folder)/\(name)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      guard file >= 0 else { throw LabError.system("make \(name)") }
      defer { close(file) }
      let written = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard written == bytes.count else { throw LabError.system("write \(name)") }
    }
  }

  /// Removes it.
  func clear(_ folder: String) {
    for name in SoundStore.names { unlink("\(folder)/\(name)") }
    if rmdir(folder) != 0 { try? FileManager.default.removeItem(atPath: folder) }
  }
}
