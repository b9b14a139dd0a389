extension RecordWriter {
  /// The record's bytes, without checksum; at most 4 GB.
  ///
  /// - Parameter reserve: how many bytes more there is to be room for behind them.
  public func finish(reserving reserve: Int = 0) -> [UInt8] {
    entries.withUnsafeBufferPointer { entries in
      var count = entries.count
      while count > 0, entries[count - 1].kind == .absent { count -= 1 }
      let written = UnsafeBufferPointer(rebasing: entries[..<count])
      let tail = 8 + (((count + 63) >> 6) + count) << 3
      var size = tail
      for entry in written { size += entry.tailCount }
      precondition(
        count <= 0xFFFF && size <= 0xFFFF_FFFF, "a record has 65,535 slots and 4 GB at most")
      // Room first, then bytes: any other way of making an array asks the runtime for its type.
      var bytes: [UInt8] = []
      bytes.reserveCapacity(size + reserve)
      bytes.append(addingCapacity: size) { output in
        output.withUnsafeMutableBufferPointer { out, filled in
          write(written, to: UnsafeMutableRawBufferPointer(out), tail: tail)
          filled = size
        }
      }
      return bytes
    }
  }

  /// Writes all of the record; its tail begins at `tail`.
  private func write(
    _ entries: UnsafeBufferPointer<Entry>, to out: UnsafeMutableRawBufferPointer, tail: Int
  ) {
    let count = entries.count
    out.store(UInt64(schema) | UInt64(version) << 16 | UInt64(count) << 32, at: 0)
    let slots = tail - count << 3
    var at = tail
    var presence: UInt64 = 0
    scratch.withUnsafeBytes { scratch in
      for slot in 0..<count {
        let entry = entries[slot]
        var word = entry.word
        if entry.isInTail {
          word = UInt64(at) | word & ~0xFFFF_FFFF
          entry.copy(from: scratch, to: out, at: at)
          at += entry.tailCount
        }
        out.store(word, at: slots + slot << 3)
        if entry.kind != .absent { presence |= 1 &<< UInt64(slot & 63) }
        if slot & 63 == 63 || slot == count - 1 {
          out.store(presence, at: 8 + (slot >> 6) << 3)
          presence = 0
        }
      }
    }
  }
}

extension RecordWriter.Entry {
  /// Whether the slot points to bytes behind the slots.
  @inline(__always)
  fileprivate var isInTail: Bool { kind.rawValue > Kind.fixed.rawValue }

  /// How many bytes it takes there.
  @inline(__always)
  fileprivate var tailCount: Int {
    isInTail ? Int(word >> 32) + (kind == .text ? 1 : 0) : 0
  }

  /// Copies its bytes to the tail.
  fileprivate func copy(
    from scratch: UnsafeRawBufferPointer, to out: UnsafeMutableRawBufferPointer, at: Int
  ) {
    let (start, length) = RecordView.reference(word)
    if length > 0 {
      (out.baseAddress! + at).copyMemory(from: scratch.baseAddress! + start, byteCount: length)
    }
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
