import Synchronization

/// The environments open in this process, one for each folder.
///
/// Opened twice, a file's locks would go with the first of the two closed.
enum EnvironmentRegistry {
  private struct Entry { weak var environment: Environment? }
  private enum Answer {
    case ours
    case wait
    case shared(Environment)
  }
  private static let entries = Mutex<[Folder.Identity: Entry]>([:])

  /// The folder's environment: the open one, or the one that `open` makes.
  static func environment(
    _ folder: consuming Folder, open: (consuming Folder) throws(LMDBError) -> Environment
  ) throws(LMDBError) -> Environment {
    let identity = folder.identity
    while true {
      let answer = entries.withLock { entries -> Answer in
        guard let entry = entries[identity] else {
          entries[identity] = Entry(environment: nil)
          return .ours
        }
        // Nothing in the entry: another thread is opening it, or is just closing it.
        return entry.environment.map { .shared($0) } ?? .wait
      }
      switch answer {
      case .shared(let environment): return environment
      case .wait: Pause.short()
      case .ours:
        do throws(LMDBError) {
          let environment = try open(folder)
          entries.withLock { $0[identity] = Entry(environment: environment) }
          return environment
        } catch {
          forget(identity)
          throw error
        }
      }
    }
  }

  /// Takes a closed environment out.
  static func forget(_ identity: Folder.Identity) {
    entries.withLock { entries in _ = entries.removeValue(forKey: identity) }
  }
}
