extension RecordWriter {
  /// The record's bytes, without checksum; at most 4 GB.
  ///
  /// - Parameter reserve: how many bytes more there is to be room for behind them.
  public func finish(reserving reserve: Int = 0) -> [UInt8] {
    let entries = self.entries.span
    var count = entries.count
    while count > 0, entries[count - 1].kind == .absent { count -= 1 }
    let bitmap = (count + 63) >> 6
    let tail = 8 + (bitmap + count) << 3
    var size = tail
    for slot in 0..<count { size += entries[slot].tailCount }
    precondition(
      count <= 0xFFFF && size <= 0xFFFF_FFFF, "a record has 65,535 slots and 4 GB at most")
    var bytes = [UInt8](repeating: 0, count: size + reserve)
    bytes.withUnsafeMutableBytes { out in
      out.store(UInt64(schema) | UInt64(version) << 16 | UInt64(count) << 32, at: 0)
      var at = tail
      var presence: UInt64 = 0
      scratch.withUnsafeBytes { scratch in
        for slot in 0..<count {
          let entry = entries[slot]
          if entry.kind != .absent { presence |= 1 << UInt64(slot & 63) }
          if slot & 63 == 63 || slot == count - 1 {
            out.store(presence, at: 8 + (slot >> 6) << 3)
            presence = 0
          }
          let offset = 8 + (bitmap + slot) << 3
          guard entry.kind.rawValue > Entry.Kind.fixed.rawValue else {
            out.store(entry.word, at: offset)
            continue
          }
          out.store(UInt64(at) | entry.word & ~0xFFFF_FFFF, at: offset)
          entry.copy(from: scratch, to: out, at: at)
          at += entry.tailCount
        }
      }
    }
    // The room stays.
    bytes.removeLast(reserve)
    return bytes
  }
}

extension RecordWriter.Entry {
  /// How many bytes it takes behind the slots.
  fileprivate var tailCount: Int {
    switch kind {
    case .absent, .fixed: 0
    case .text: Int(word >> 32) + 1
    case .nested, .codes, .references: Int(word >> 32)
    }
  }

  /// Copies its bytes to the tail.
  fileprivate func copy(
    from scratch: UnsafeRawBufferPointer, to out: UnsafeMutableRawBufferPointer, at: Int
  ) {
    let (start, length) = RecordView.reference(word)
    UnsafeMutableRawBufferPointer(rebasing: out[at..<(at + length)])
      .copyMemory(from: UnsafeRawBufferPointer(rebasing: scratch[start..<(start + length)]))
    if kind == .text { out[at + length] = 0 }
    guard kind == .references else { return }
    // A list's offsets counted from its own start; in the record they count from the record's.
    let items = Int(out.word(at: at))
    for index in 0..<items {
      let position = at + 8 + index << 3
      out.store(out.word(at: position) + UInt64(at), at: position)
    }
  }
}

extension UnsafeMutableRawBufferPointer {
  fileprivate func store(_ word: UInt64, at offset: Int) {
    storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt64.self)
  }

  fileprivate func word(at offset: Int) -> UInt64 {
    loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
  }
}
