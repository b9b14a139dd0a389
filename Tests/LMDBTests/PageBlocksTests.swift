import Glibc
import Testing

@testable import LMDB

/// What blocks give of a file, against the file's bytes.
@Suite struct PageBlocksTests {
  @Test(arguments: [512, 4_096, 16_384, 32_768], [UInt64(1), 2, 3])
  func `a page in any order is the file's, and one that the file cuts is none`(
    _ pageSize: Int, _ seed: UInt64
  ) throws {
    var chance = Seeded(state: seed)
    // More than there is room for at once, and an end within a page.
    let bytes = (0..<1_300_000 + Int.random(in: 1..<512, using: &chance)).map { _ in
      UInt8.random(in: 0...255, using: &chance)
    }
    let made = try #require(tmpfile())
    defer { fclose(made) }
    let file = fileno(made)
    let written = write(file, bytes, bytes.count)
    try #require(written == bytes.count)
    var blocks = PageBlocks(of: file, pageSize: pageSize)
    let pages = bytes.count / pageSize
    for _ in 0..<2_000 {
      let number = Int.random(in: 0...pages + 1, using: &chance)
      let page = try blocks.page(UInt64(number))
      guard number < pages else {
        #expect(page == nil)
        continue
      }
      #expect(page?.number == UInt64(number))
      #expect(page?.bytes == Array(bytes[number * pageSize..<(number + 1) * pageSize]))
    }
  }

  @Test func `a file that cannot be read is an error`() throws {
    let folder = open("/", O_RDONLY | O_DIRECTORY)
    defer { close(folder) }
    var blocks = PageBlocks(of: folder, pageSize: 4_096)
    #expect(throws: LMDBError.self) { _ = try blocks.page(2) }
  }
}
