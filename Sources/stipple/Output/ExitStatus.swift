/// What the command says to the shell when it ends; thrown when all has been told already.
enum ExitStatus: Int32, Error, Sendable {
  case ok = 0
  /// SQL or the clinic's rules refused.
  case refused = 1
  /// `verify` found damage.
  case damaged = 3
  case usage = 64
  case badInput = 65
  case noStore = 66
  case bug = 70
  case io = 74
  case locked = 75
  case notAllowed = 77
  case interrupted = 130
}
