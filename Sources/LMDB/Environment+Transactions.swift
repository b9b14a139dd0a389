extension Environment {
  /// Begins a read transaction, which sees the last commit and nothing after it.
  ///
  /// Hold it no longer than it takes to read: what it can see cannot be freed.
  @available(*, noasync)
  public func beginRead() throws(LMDBError) -> ReadTransaction {
    ReadTransaction(try beginReading(), self)
  }

  /// Begins the write transaction, having waited for the write lock.
  ///
  /// It belongs to its thread. Where the map fills up, the transaction's operations throw
  /// `.mapFull`, and the next write begins with twice the map; `write` does so by itself.
  /// - Parameters:
  ///   - label: what is being done, for those who wait: a command's name, no value of a client's.
  ///   - timeout: how long to wait for other writers.
  ///   - room: how many bytes it may come to write, as far as is known: the map is made large enough
  ///     first where it can be.
  /// - Throws: `.locked` with the holder; `.readOnly` on a read-only medium, `.onlyRead` elsewhere.
  @available(*, noasync)
  public func beginWrite(
    label: String, timeout: Duration = .seconds(10), room: Int = 0
  ) throws(LMDBError) -> WriteTransaction {
    try checkWritable()
    let lock = try WriteLock.acquire(in: folder, label: label, timeout: timeout)
    return WriteTransaction(try beginWriting(room: room), self, lock)
  }

  /// Throws where it is open for reading alone: `.readOnly` on a read-only medium, `.onlyRead` elsewhere.
  public func checkWritable() throws(LMDBError) {
    guard isReadOnly else { return }
    throw LMDBError(
      folder.writing == .here ? .onlyRead : .readOnly, "write to \(path)",
      state: "nothing was written")
  }

  /// Reads in one transaction; the closure has to say its error: `throws(LMDBError)` or another.
  public func read<R, E: LMDBErrorConvertible>(
    _ body: (borrowing ReadTransaction) throws(E) -> R
  ) throws(E) -> R {
    let transaction: ReadTransaction
    do throws(LMDBError) {
      transaction = ReadTransaction(try beginReading(), self)
    } catch { throw E(error) }
    return try body(transaction)
  }

  /// Writes in one transaction: committed and durable on return, nothing of it after a throw.
  ///
  /// Where the map is full, the transaction is dropped, the map doubled and the body run again, so
  /// the body must not keep anything from an earlier run. The closure has to say its error.
  /// - Parameters:
  ///   - label: what is being done, for those who wait: a command's name, no value of a client's.
  ///   - timeout: how long to wait for other writers.
  ///   - room: how many bytes it may come to write, as far as is known, so that a long body need not
  ///     be run twice: address space, not disk.
  ///   - body: makes the changes.
  /// - Throws: what the body throws; `.locked` with the holder; a failed commit.
  public func write<R, E: LMDBErrorConvertible>(
    label: String, timeout: Duration = .seconds(10), room: Int = 0,
    _ body: (inout WriteTransaction) throws(E) -> R
  ) throws(E) -> R {
    for _ in 0..<Environment.mostDoublings {
      if let result = try writeOnce(label, timeout, room, body) { return result.value }
    }
    throw E(LMDBError(.mapFull, "write", state: "nothing was written"))
  }

  /// The map may be doubled so often: from one MiB to a TiB.
  ///
  /// Doubling takes no disk, and a body that never ends would meet the disk's end first.
  private static var mostDoublings: Int { 20 }

  private struct Outcome<R> { var value: R }

  /// Nil if the map was too small.
  private func writeOnce<R, E: LMDBErrorConvertible>(
    _ label: String, _ timeout: Duration, _ room: Int,
    _ body: (inout WriteTransaction) throws(E) -> R
  ) throws(E) -> Outcome<R>? {
    var transaction: WriteTransaction
    do throws(LMDBError) {
      transaction = try beginWrite(label: label, timeout: timeout, room: room)
    } catch { throw E(error) }
    let outcome: Outcome<R>
    do {
      outcome = Outcome(value: try body(&transaction))
    } catch {
      if transaction.isFull { return nil }
      throw error
    }
    if transaction.isFull { return nil }
    do throws(LMDBError) { try transaction.commit() } catch {
      if error.code == .mapFull { return nil }
      throw E(error)
    }
    return outcome
  }
}
