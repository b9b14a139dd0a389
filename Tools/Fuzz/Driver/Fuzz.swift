import FuzzTargets
import Glibc

/// Runs one target under libFuzzer: `Fuzz TARGET [libFuzzer's flags and folders]`, or lists them all.
///
/// libFuzzer is linked only by `Tools/fuzz`; the program asks for it by name, so that it builds without.
@main struct Fuzz {
  /// `LLVMFuzzerTestOneInput`.
  private typealias Callback = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
  private typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  /// `LLVMFuzzerRunDriver` (llvm.org/docs/LibFuzzer.html, “Using libFuzzer as a library”).
  private typealias Driver =
    @convention(c) (
      UnsafeMutablePointer<CInt>, UnsafeMutablePointer<Arguments>, Callback
    ) -> CInt

  /// What the callback, which can hold nothing, runs.
  private nonisolated(unsafe) static var run: FuzzTarget.Run = { _ in }

  private static let variable = "STIPPLE_FUZZ_TARGET"

  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count > 1 else {
      for target in FuzzTarget.all {
        print("\(target.name)\t\(target.share)\t\(target.longest)\t\(target.about)")
      }
      return
    }
    // libFuzzer starts the program again for merges, with its own flags alone.
    let isAgain = arguments[1].hasPrefix("-")
    let name = isAgain ? getenv(variable).map { String(cString: $0) } ?? "" : arguments[1]
    guard let target = FuzzTarget.named(name) else {
      stop("error: there is no fuzz target \(name)", "hint: run without arguments")
    }
    setenv(variable, name, 1)
    guard let symbol = dlsym(nil, "LLVMFuzzerRunDriver") else {
      stop("error: this build is without libFuzzer", "hint: Tools/fuzz \(target.name)")
    }
    do {
      run = try target.make()
    } catch {
      stop("error: \(target.name) could not be prepared: \(error)")
    }
    let flags = [arguments[0], "-max_len=\(target.longest)"] + arguments.dropFirst(isAgain ? 1 : 2)
    let strings = flags.map { strdup($0) } + [nil]
    exit(
      strings.withUnsafeBufferPointer { strings in
        var count = CInt(flags.count)
        var arguments = Arguments(mutating: strings.baseAddress!)
        return unsafeBitCast(symbol, to: Driver.self)(&count, &arguments) { bytes, count in
          Fuzz.take(UnsafeBufferPointer(start: bytes, count: count))
          return 0
        }
      })
  }

  private static func take(_ input: UnsafeBufferPointer<UInt8>) {
    do {
      try run(Array(input))
    } catch {
      stop("FOUND: \(error)")
    }
  }

  private static func stop(_ lines: String...) -> Never {
    for line in lines {
      let bytes = Array((line + "\n").utf8)
      _ = write(STDERR_FILENO, bytes, bytes.count)
    }
    // libFuzzer keeps the input of a run that aborts.
    if lines[0].hasPrefix("FOUND") { abort() }
    exit(64)
  }
}
