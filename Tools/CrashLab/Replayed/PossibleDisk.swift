/// What a disk may hold after the power went at one moment of a recording.
///
/// What was synced is there. Of everything else, by chance, all, nothing, a beginning, or any part:
/// whole calls, or of a write only some of its sectors. A name is only as durable as the sync of its
/// folder, and a file only as long as what reached it, or longer by zeros.
struct PossibleDisk {
  /// Sectors are written whole.
  static let sector = 512
  /// Where syncs are left out, how many changes it takes until they are on the disk by themselves.
  static let writtenBack = 60

  /// The folder's files.
  private(set) var files: [String: [UInt8]] = [:]

  /// How much of what was not synced is there.
  private enum Luck: CaseIterable { case none, all, beginning, half, most, few }

  /// - Parameters:
  ///   - moment: how many changes had returned; the next one was under way.
  ///   - heedsSyncs: false for a disk that takes syncs for nothing.
  init(_ recording: Recording, at moment: Int, heedsSyncs: Bool, _ chance: inout Generator) {
    let changes = recording.changes
    // The last sync of each file, and of the folder, that had returned.
    var synced: [UInt64: Int] = [:]
    var folderSynced = -1
    if heedsSyncs {
      for index in 0..<moment {
        switch changes[index] {
        case .syncFile(let file): synced[file] = index
        case .syncFolder: folderSynced = index
        default: break
        }
      }
    }
    let luck = chance.pick(Luck.allCases)
    let tears = chance.once(in: 2)
    let under = min(moment + 1, changes.count)
    let beginning = chance.below(under + 1)
    func survives(_ index: Int, after sync: Int) -> Bool {
      if index < sync || (!heedsSyncs && index < moment - Self.writtenBack) { return true }
      return switch luck {
      case .none: false
      case .all: index < moment
      case .beginning: index < beginning
      case .half: chance.once(in: 2)
      case .most: !chance.once(in: 8)
      case .few: chance.once(in: 8)
      }
    }

    var contents: [UInt64: [UInt8]] = [:]
    var names: [String: UInt64] = [:]
    for index in 0..<under {
      switch changes[index] {
      case .create(let name, let file):
        contents[file] = []
        if survives(index, after: folderSynced) { names[name] = file }
      case .rename(let from, let to):
        if survives(index, after: folderSynced), let file = names.removeValue(forKey: from) {
          names[to] = file
        }
      case .unlink(let name):
        if survives(index, after: folderSynced) { names[name] = nil }
      case .truncate(let file, let length):
        guard survives(index, after: synced[file] ?? -1) else { continue }
        let now = contents[file, default: []]
        contents[file] =
          now.prefix(length) + [UInt8](repeating: 0, count: max(0, length - now.count))
      case .write(let file, let offset, let bytes, let isDurable):
        let isThere = heedsSyncs && isDurable && index < moment
        let sync = synced[file] ?? -1
        if isThere || survives(index, after: sync) {
          // A write that was synced, or whose neighbours were lucky, may still be torn, if it may be at all.
          let mayTear =
            !isThere && index > sync && (heedsSyncs || index >= moment - Self.writtenBack)
          Self.write(bytes, at: offset, to: &contents[file, default: []]) { _ in
            !(mayTear && tears) || !chance.once(in: 3)
          }
        } else if chance.once(in: 8) {
          // The length was kept and what belongs there was not.
          Self.write([], at: offset + bytes.count, to: &contents[file, default: []]) { _ in true }
        }
      case .syncFile, .syncFolder, .pause: break
      }
    }
    for (name, file) in names { files[name] = contents[file] ?? [] }
  }

  /// Writes the sectors that are kept; what lies before the offset and was never written is zeros.
  private static func write(
    _ bytes: [UInt8], at offset: Int, to contents: inout [UInt8], keeps: (_ sector: Int) -> Bool
  ) {
    if contents.count < offset {
      contents += [UInt8](repeating: 0, count: offset - contents.count)
    }
    var done = 0
    while done < bytes.count {
      let place = offset + done
      let end = min(bytes.count, done + sector - place % sector)
      if keeps(place / sector) {
        let last = offset + end
        if contents.count < last {
          contents += [UInt8](repeating: 0, count: last - contents.count)
        }
        contents.replaceSubrange(place..<last, with: bytes[done..<end])
      }
      done = end
    }
  }
}
