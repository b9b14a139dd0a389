import Glibc

/// A short sleep between two looks at something that another thread is about to change.
enum Pause {
  /// Half a millisecond.
  static func short() { usleep(500) }
}
