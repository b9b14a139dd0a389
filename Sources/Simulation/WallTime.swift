/// A time of day on one of the clinic's days, as the clock on its wall shows it.
struct WallTime: Comparable {
  /// The day, counted from the clinic's first, a Monday.
  var day: Int
  /// Seconds since midnight.
  var second: Int

  init(day: Int, second: Int) {
    self.day = day
    self.second = second
  }

  init(day: Int, minute: Int) { self.init(day: day, second: minute * 60) }

  static func < (left: WallTime, right: WallTime) -> Bool {
    (left.day, left.second) < (right.day, right.second)
  }

  func adding(minutes: Int) -> WallTime { WallTime(day: day, second: second + minutes * 60) }
}
