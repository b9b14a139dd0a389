extension RecordWriter {
  /// The record's bytes, without checksum; at most 4 GB.
  ///
  /// - Parameter reserve: how many bytes more there is to be room for behind them.
  public func finish(reserving reserve: Int = 0) -> [UInt8] {
    let count = (entries.lastIndex { $0.kind != .absent } ?? -1) + 1
    let bitmap = (count + 63) >> 6
    let tail = 8 + (bitmap + count) << 3
    var size = tail
    for entry in entries {
      switch entry.kind {
      case .absent, .fixed: break
      case .text: size += Int(entry.word >> 32) + 1
      case .nested, .codes, .references: size += Int(entry.word >> 32)
      }
    }
    precondition(
      count <= 0xFFFF && size <= 0xFFFF_FFFF, "a record has 65,535 slots and 4 GB at most")
    return [UInt8](unsafeUninitializedCapacity: size + reserve) { buffer, initialized in
      let out = UnsafeMutableRawBufferPointer(buffer)
      let header =
        UInt64(schema) | UInt64(version) << 16 | UInt64(count) << 32
      out.store(header, at: 0)
      for index in 0..<bitmap { out.store(presence(word: index, of: count), at: 8 + index << 3) }
      var at = tail
      for slot in 0..<count {
        let entry = entries[slot]
        let offset = 8 + (bitmap + slot) << 3
        guard entry.kind.rawValue > Entry.Kind.fixed.rawValue else {
          out.store(entry.word, at: offset)
          continue
        }
        out.store(UInt64(at) | entry.word & ~0xFFFF_FFFF, at: offset)
        at = copy(entry, to: out, at: at)
      }
      initialized = at
    }
  }

  /// The presence bits of the slots from 64 × `word` on.
  private func presence(word: Int, of count: Int) -> UInt64 {
    var bits: UInt64 = 0
    for slot in (word << 6)..<min(count, (word + 1) << 6) where entries[slot].kind != .absent {
      bits |= 1 << UInt64(slot & 63)
    }
    return bits
  }

  /// Copies a slot's bytes to the tail and returns where they end.
  private func copy(_ entry: Entry, to out: UnsafeMutableRawBufferPointer, at: Int) -> Int {
    let (start, length) = RecordView.reference(entry.word)
    scratch.withUnsafeBytes { all in
      let target = UnsafeMutableRawBufferPointer(rebasing: out[at..<(at + length)])
      target.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[start..<(start + length)]))
    }
    switch entry.kind {
    case .text:
      out[at + length] = 0
      return at + length + 1
    case .references:
      // A list's offsets counted from its own start; in the record they count from the record's.
      let items = Int(out.word(at: at))
      for index in 0..<items {
        let position = at + 8 + index << 3
        out.store(out.word(at: position) + UInt64(at), at: position)
      }
      return at + length
    case .absent, .fixed, .nested, .codes:
      return at + length
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
