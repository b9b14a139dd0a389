extension FuzzTarget {
  /// Targets with a fault planted behind a word that the fuzzer has to find: where it finds none, it
  /// finds nothing else either.
  public static let controls: [FuzzTarget] = [
    control("trap", "a trap: an index out of range") { input in
      let nothing: [UInt8] = []
      _ = nothing[input.count]
    },
    control("promise", "a promise that is broken") { _ in
      throw Finding("the planted promise is kept")
    },
    control("memory", "a byte read behind its allocation") { input in
      let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: input.count)
      defer { bytes.deallocate() }
      bytes.initialize(repeating: 1, count: input.count)
      // Printed, so that the read is not left out.
      if bytes[input.count] == 0x7E { print("behind") }
    },
  ]

  private static func control(
    _ name: String, _ about: String, _ fault: @escaping @Sendable ([UInt8]) throws -> Void
  ) -> FuzzTarget {
    FuzzTarget(name: "control-\(name)", about: about, share: 0, longest: 64) {
      { input in
        if input.starts(with: "bad".utf8) { try fault(input) }
      }
    }
  }
}
