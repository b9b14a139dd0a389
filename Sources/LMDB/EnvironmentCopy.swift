import CLMDB
import Glibc

extension Environment {
  /// Gives the bytes of a copy of `data.mdb` as the last commit left it, in order, in pieces
  /// (`mdb_env_copyfd2`).
  ///
  /// A compact copy (`MDB_CP_COMPACT`) is made within a read transaction of LMDB's own, so that
  /// others write meanwhile, however long it takes; the file grows by what they write, since no page
  /// that the copy may still need is used again. Without compacting, the copy waits for a
  /// write that is under way.
  ///
  /// LMDB writes to a pipe on a thread of its own. What `take` throws closes the pipe, which ends it.
  /// - Parameters:
  ///   - isCompact: leaves out free pages. Throws `.incompatible`, at the end of the copy, if the file
  ///     has pages that are neither used nor free.
  ///   - take: called with each piece, of at most 256 KiB, on the caller's thread.
  /// - Throws: `LMDBError`; what `take` throws.
  public func copy(isCompact: Bool = true, _ take: ([UInt8]) throws -> Void) throws {
    // A map that another process has grown is taken over here; `mdb_env_copyfd2` would only fail.
    for _ in 0..<Self.mostResizes {
      endReading(try beginReading())
      var hasBegun = false
      do {
        try copyOnce(isCompact) { bytes in
          hasBegun = true
          try take(bytes)
        }
        return
      } catch let error as LMDBError where error.code == .mapResized && !hasBegun {
        continue
      }
    }
    throw LMDBError(.mapResized, "copy data.mdb")
  }

  private static var mostResizes: Int { 10 }

  private func copyOnce(_ isCompact: Bool, _ take: ([UInt8]) throws -> Void) throws {
    let raw = try admitted("copy data.mdb") { (_: inout Gate, raw) throws(LMDBError) in raw }
    defer { leave() }
    let pipe = try Pipe()
    let job = CopyJob(raw, to: pipe.writeEnd, flags: isCompact ? UInt32(MDB_CP_COMPACT) : 0)
    try job.start()
    var failure: (any Error)?
    do {
      while let bytes = try pipe.read() { try take(bytes) }
    } catch {
      failure = error
    }
    // Nobody reads any more: a copy that still writes fails with EPIPE.
    pipe.closeReadEnd()
    let result = job.wait()
    if let failure { throw failure }
    try LMDBError.check(result, "copy data.mdb", state: "the store itself is unchanged")
  }
}

/// The copy, on a thread of its own.
private final class CopyJob: @unchecked Sendable {
  private let raw: RawEnvironment
  private let descriptor: Int32
  private let flags: UInt32
  private var thread = pthread_t()
  /// Written by the thread, read once it has ended.
  private var result: Int32 = 0

  init(_ raw: RawEnvironment, to descriptor: Int32, flags: UInt32) {
    self.raw = raw
    self.descriptor = descriptor
    self.flags = flags
  }

  func start() throws(LMDBError) {
    // LMDB takes a write that a signal has interrupted for a failed one.
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    let own = Unmanaged.passRetained(self)
    let code = pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<CopyJob>.fromOpaque(context).takeRetainedValue().run() }
        return nil
      }, own.toOpaque())
    pthread_sigmask(SIG_SETMASK, &before, nil)
    guard code == 0 else {
      own.release()
      close(descriptor)
      throw LMDBError(.init(rawValue: code), "start a thread to copy data.mdb")
    }
  }

  private func run() {
    result = mdb_env_copyfd2(raw.pointer, descriptor, flags)
    close(descriptor)
  }

  func wait() -> Int32 {
    pthread_join(thread, nil)
    return result
  }
}

/// A pipe whose write end another thread closes.
private final class Pipe {
  private static let pieceSize = 256 * 1024
  /// `F_SETPIPE_SZ` of fcntl(2).
  private static let setPipeSize: Int32 = 1031

  private var readEnd: Int32
  let writeEnd: Int32

  init() throws(LMDBError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw LMDBError(.init(rawValue: errno), "make a pipe") }
    (readEnd, writeEnd) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // The usual 64 KiB would have the two threads wait for each other more often; no matter if refused.
    _ = fcntl(writeEnd, Self.setPipeSize, 1 << 20)
  }

  deinit { closeReadEnd() }

  func closeReadEnd() {
    guard readEnd >= 0 else { return }
    close(readEnd)
    readEnd = -1
  }

  /// The next bytes; nil at the end.
  func read() throws(LMDBError) -> [UInt8]? {
    var failure: Int32?
    let bytes = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { bytes, count in
      var got = Glibc.read(readEnd, bytes.baseAddress, bytes.count)
      while got < 0, errno == EINTR { got = Glibc.read(readEnd, bytes.baseAddress, bytes.count) }
      if got < 0 { failure = errno }
      count = max(got, 0)
    }
    if let failure { throw LMDBError(.init(rawValue: failure), "read from a pipe") }
    return bytes.isEmpty ? nil : bytes
  }
}
