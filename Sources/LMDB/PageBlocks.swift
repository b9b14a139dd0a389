import Glibc

/// The file's pages for a walk, read some at a time, since those of a tree mostly lie together.
///
/// A page that a commit uses is not written again while a transaction reads that commit, so what was
/// read of it stays so as long as one does.
struct PageBlocks {
  private static let places = 32

  private let file: Int32
  private let pageSize: Int
  /// The bytes of a block: so few that a page which lies alone takes little longer to read.
  private let length: Int
  /// The blocks, each at the place of its number modulo their count: what the file gave of it.
  ///
  /// None is made before it is read, since a small store has few.
  private var held: [(number: Int, bytes: [UInt8])]

  init(of file: Int32, pageSize: Int) {
    self.file = file
    self.pageSize = pageSize
    length = max(pageSize, 16_384)
    held = Array(repeating: (-1, []), count: Self.places)
  }

  /// One page; nil where the file ends before it does.
  mutating func page(_ number: UInt64) throws(LMDBError) -> FilePage? {
    let start = Int(number) * pageSize
    let (block, offset) = (start / length, start % length)
    let place = block % Self.places
    if held[place].number != block { held[place] = (block, read(block)) }
    guard offset + pageSize <= held[place].bytes.count else {
      // The file ends, or its bytes cannot be read: of this page, or only of one near it.
      return try FilePage(number, of: file, at: start, count: pageSize)
    }
    return FilePage(number: number, bytes: Array(held[place].bytes[offset..<offset + pageSize]))
  }

  /// Reads what there is of a block.
  private func read(_ block: Int) -> [UInt8] {
    Array(unsafeUninitializedCapacity: length) { bytes, done in
      while done < length {
        let read = pread(
          file, bytes.baseAddress! + done, length - done, off_t(block * length + done))
        if read < 0, errno == EINTR { continue }
        guard read > 0 else { break }
        done += read
      }
    }
  }
}
