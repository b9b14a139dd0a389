import EventLog
import Foundation
import Records
import Testing

@testable import ClinicStore

/// The manifest: what is written reads back, and nothing else does.
@Suite struct BackupManifestTests {
  private static let full = BackupManifest(
    store: "0b7e2a5c-55f2-4a3f-8d3e-1c6a9f0be173", format: 1, size: 1_069_056,
    sha256: .sha256(of: [1]), head: 3_042, recordedAt: Instant(microseconds: 1_772_402_292_004_211),
    root: .sha256(of: [2]), madeAt: Instant(microseconds: 1_772_402_400_000_000))
  private static let empty = BackupManifest(
    store: "0b7e2a5c-55f2-4a3f-8d3e-1c6a9f0be173", format: 1, size: 8_192,
    sha256: .sha256(of: []), head: 0, recordedAt: nil, root: .emptyRoot,
    madeAt: Instant(microseconds: 0))

  @Test(arguments: [full, empty])
  func `it reads as it was written`(_ manifest: BackupManifest) {
    #expect(BackupManifest(manifest.bytes) == manifest)
  }

  @Test func `its form stands`() {
    #expect(
      String(decoding: Self.full.bytes, as: UTF8.self) == """
        stipple backup 1
        store 0b7e2a5c-55f2-4a3f-8d3e-1c6a9f0be173
        format 1
        size 1069056
        sha256 4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a
        head 3042
        recorded_at 2026-03-01T21:58:12.004211Z
        root dbc1b4c900ffe48d575b5da5c638040125f65db0fe3e24494b76ea986457d986
        made_at 2026-03-01T22:00:00Z
        manifest 4ac571884640fa4c3e11740b55e490e501e72aea3f56f9151dd1e567c355e04f

        """)
  }

  @Test(arguments: [full, empty])
  func `no bit of it can change`(_ manifest: BackupManifest) {
    let bytes = manifest.bytes
    for place in bytes.indices {
      for bit in 0..<8 {
        var flipped = bytes
        flipped[place] ^= 1 << UInt8(bit)
        #expect(BackupManifest(flipped) == nil, "byte \(place), bit \(bit)")
      }
    }
  }

  @Test func `cut, lengthened, or in another order, it is none`() {
    let bytes = Self.full.bytes
    for length in 0..<bytes.count { #expect(BackupManifest(Array(bytes.prefix(length))) == nil) }
    #expect(BackupManifest(bytes + [UInt8(ascii: "\n")]) == nil)
    #expect(BackupManifest(bytes + bytes) == nil)
    var lines = bytes.split(separator: UInt8(ascii: "\n"))
    lines.swapAt(3, 4)
    let text = lines.dropLast().flatMap { $0 + [UInt8(ascii: "\n")] }
    let digest = "manifest \(Hash.sha256(of: Array(text)).hex)\n"
    #expect(BackupManifest(Array(text) + Array(digest.utf8)) == nil)
  }
}
