/// Memory in which bytes are put one behind the other and never moved, so that addresses stay good
/// as long as the arena: a million rows are some hundred pieces, not a million arrays.
final class ByteArena {
  private static let pieceSize = 1 << 20
  private var pieces: [UnsafeMutableRawBufferPointer] = []
  /// Bytes taken of the last piece.
  private var taken = 0
  /// Bytes given out so far.
  private(set) var byteCount = 0

  deinit {
    for piece in pieces { piece.deallocate() }
  }

  /// Room for so many bytes, which the caller writes at once.
  func room(_ count: Int) -> UnsafeMutableRawBufferPointer {
    if pieces.isEmpty || pieces[pieces.count - 1].count - taken < count {
      pieces.append(.allocate(byteCount: max(count, Self.pieceSize), alignment: 8))
      taken = 0
    }
    let room = UnsafeMutableRawBufferPointer(
      rebasing: pieces[pieces.count - 1][taken..<taken + count])
    taken += count
    byteCount += count
    return room
  }
}
