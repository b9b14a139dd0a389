import Records

/// Which streams a fold takes.
///
/// No stream's rows depend on another's events, so that two threads may fold one half each.
enum StreamShare {
  case all
  case half(Half)

  /// The halves, by a hash of the stream's id.
  enum Half: UInt64 {
    case first, second
  }

  /// Whether the stream of this id belongs to it.
  func has(_ id: RawSpan) -> Bool {
    switch self {
    case .all: true
    case .half(let half): Checksum.xxh3(id) & 1 == half.rawValue
    }
  }
}
