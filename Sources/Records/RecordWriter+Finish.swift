extension RecordWriter {
  /// The record's bytes, without checksum; at most 4 GB.
  public func finish() -> [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  /// Appends the record's bytes, without checksum, to others; at most 4 GB.
  ///
  /// - Parameter reserve: how many bytes more there is to be room for behind them.
  public func append(to bytes: inout [UInt8], reserving reserve: Int = 0) {
    let type = UInt64(schema) | UInt64(version) << 16
    let scratch = scratch.span.bytes
    var entries = entries.span
    while let last = entries.indices.last, entries[last].kind == .absent {
      entries = entries.extracting(droppingLast: 1)
    }
    let tail = 8 + ((entries.count + 63) >> 6 + entries.count) << 3
    let room = tail + written
    precondition(
      entries.count <= 0xFFFF && room <= 0xFFFF_FFFF, "a record has 65,535 slots and 4 GB at most")
    // Room first, then bytes: any other way of making an array asks the runtime for its type.
    bytes.reserveCapacity(bytes.count + room + reserve)
    bytes.append(addingCapacity: room) { output in
      output.withUnsafeMutableBufferPointer { out, filled in
        let out = UnsafeMutableRawBufferPointer(out)
        filled = scratch.withUnsafeBytes { out.write(type, entries, $0, tail: tail) }
      }
    }
  }
}

extension UnsafeMutableRawBufferPointer {
  /// Writes all of a record, whose tail begins at `tail`, and answers how long it is.
  fileprivate func write(
    _ type: UInt64, _ entries: Span<RecordWriter.Entry>, _ scratch: UnsafeRawBufferPointer,
    tail: Int
  ) -> Int {
    let count = entries.count
    store(type | UInt64(count) << 32, at: 0)
    let slots = tail - count << 3
    var at = tail
    var presence: UInt64 = 0
    var isInOrder = true
    var hasReferences = false
    for slot in 0..<count {
      let entry = entries[slot]
      var word = entry.word
      if entry.isInTail {
        isInOrder = isInOrder && tail + entry.start == at
        hasReferences = hasReferences || entry.kind == .references
        word = UInt64(at) | word & ~0xFFFF_FFFF
        at += entry.tailCount
      }
      store(word, at: slots + slot << 3)
      if entry.kind != .absent { presence |= 1 &<< UInt64(slot & 63) }
      if slot & 63 == 63 || slot == count - 1 {
        store(presence, at: 8 + (slot >> 6) << 3)
        presence = 0
      }
    }
    if isInOrder {
      // Slots are mostly set one after the other, and each once.
      copy(scratch, from: 0, to: tail, count: at - tail)
    } else {
      copyTail(entries, scratch, to: tail)
    }
    if hasReferences {
      for slot in 0..<count where entries[slot].kind == .references {
        moveReferences(of: Int(word(at: slots + slot << 3) & 0xFFFF_FFFF))
      }
    }
    return at
  }

  /// Copies what each slot points to, in the order of the slots.
  private func copyTail(
    _ entries: Span<RecordWriter.Entry>, _ scratch: UnsafeRawBufferPointer, to tail: Int
  ) {
    var at = tail
    for slot in entries.indices where entries[slot].isInTail {
      copy(scratch, from: entries[slot].start, to: at, count: entries[slot].tailCount)
      at += entries[slot].tailCount
    }
  }
}

extension RecordWriter.Entry {
  /// Whether the slot points to bytes behind the slots.
  @inline(__always)
  fileprivate var isInTail: Bool { kind.rawValue > Kind.fixed.rawValue }

  /// Where those bytes begin in the writer's scratch.
  @inline(__always)
  fileprivate var start: Int { Int(word & 0xFFFF_FFFF) }

  /// How many they are, a text's NUL included.
  @inline(__always)
  fileprivate var tailCount: Int { Int(word >> 32) + (kind == .text ? 1 : 0) }
}

extension UnsafeMutableRawBufferPointer {
  fileprivate func store(_ word: UInt64, at offset: Int) {
    storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt64.self)
  }

  fileprivate func word(at offset: Int) -> UInt64 {
    loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
  }

  fileprivate func copy(_ bytes: UnsafeRawBufferPointer, from start: Int, to at: Int, count: Int) {
    guard count > 0 else { return }
    (baseAddress! + at).copyMemory(from: bytes.baseAddress! + start, byteCount: count)
  }

  /// Counts the offsets of the list at `start` from the record's start, not from its own.
  fileprivate func moveReferences(of start: Int) {
    for index in 0..<Int(word(at: start)) {
      let position = start + 8 + index << 3
      store(word(at: position) + UInt64(start), at: position)
    }
  }
}
