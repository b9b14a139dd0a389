/// Tells how far long work has come, and carries out what the listener throws to stop it.
struct ReplayProgress {
  /// How often it is told, in events or rows.
  static let step = 4_096

  /// What the listener threw, kept apart from the store's own failures until it is outside.
  struct Stop: Error {
    let cause: any Error
  }

  private let tell: (Int, Int) throws -> Void
  /// How much there is to do.
  var total: Int
  private(set) var done = 0

  init(of total: Int = 0, _ tell: @escaping (Int, Int) throws -> Void) {
    self.total = total
    self.tell = tell
  }

  /// Counts one more, or several.
  mutating func advance(by more: Int = 1) throws {
    let told = done / Self.step
    done += more
    if done / Self.step > told { try report() }
  }

  /// Tells how far it has come.
  func report() throws {
    do { try tell(min(done, total), total) } catch { throw Stop(cause: error) }
  }
}

extension ClinicStore {
  /// Runs long work: what its listener throws comes out as it is, all else as a ``StoreError``.
  func working<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let stop as ReplayProgress.Stop {
      throw stop.cause
    } catch {
      var error = StoreError(cause: error)
      if error.kind == .damaged, error.hint == nil { error.hint = "stipple verify" }
      throw error
    }
  }
}
