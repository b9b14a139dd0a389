import Glibc
public import Records
import Synchronization

/// The clinic's time zone, by the system's tzdata.
///
/// glibc knows one zone a process, `TZ`: each question sets it under one lock, so that stores of
/// several zones can be open side by side.
public struct ClinicZone: Hashable, Sendable {
  /// The zone's name in tzdata, such as `Europe/London`.
  public let name: String

  private static let current = Mutex<String>("")

  /// The zone of that name, or nil where tzdata has none.
  public init?(_ name: String) {
    let isNameLike = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"),
        UInt8(ascii: "-"), UInt8(ascii: "+"):
        true
      default: false
      }
    }
    guard isNameLike, !name.isEmpty, name.utf8.first != UInt8(ascii: "/") else { return nil }
    var info = stat()
    guard name == "UTC" || stat("/usr/share/zoneinfo/" + name, &info) == 0 else { return nil }
    guard name == "UTC" || info.st_mode & S_IFMT == S_IFREG else { return nil }
    self.name = name
  }

  /// Greenwich: what a clinic that names no zone gets.
  public static let utc = ClinicZone(unchecked: "UTC")

  private init(unchecked name: String) { self.name = name }

  /// Minutes east of UTC at an instant (`tm_gmtoff` of `localtime_r`).
  public func offsetMinutes(at instant: Instant) -> Int16 {
    withZone {
      var seconds = time_t(instant.microseconds.flooredSeconds)
      var parts = tm()
      localtime_r(&seconds, &parts)
      return Int16(parts.tm_gmtoff / 60)
    }
  }

  /// The instant as the clinic's clocks show it, with its offset.
  public func local(_ instant: Instant) -> OffsetInstant {
    OffsetInstant(instant: instant, offsetMinutes: offsetMinutes(at: instant))
  }

  /// What the zone is called at an instant, such as `GMT` (`tm_zone` of `localtime_r`).
  public func abbreviation(at instant: Instant) -> String {
    withZone {
      var seconds = time_t(instant.microseconds.flooredSeconds)
      var parts = tm()
      localtime_r(&seconds, &parts)
      return parts.tm_zone.map { String(cString: $0) } ?? "UTC"
    }
  }

  /// The day that the clinic's calendar shows at an instant.
  public func date(_ instant: Instant) -> CalendarDate {
    instant.advanced(minutes: Int64(offsetMinutes(at: instant))).date
  }

  /// The instant at which the clinic's clocks show this date and time of day (`mktime`).
  ///
  /// A time that a change of clocks skips moves on by the change; one that comes twice is the first
  /// that glibc finds.
  public func instant(on date: CalendarDate, hour: Int, minute: Int, second: Int) -> Instant {
    let civil = date.components
    return withZone {
      var parts = tm()
      parts.tm_year = Int32(civil.year - 1900)
      parts.tm_mon = Int32(civil.month - 1)
      parts.tm_mday = Int32(civil.day)
      parts.tm_hour = Int32(hour)
      parts.tm_min = Int32(minute)
      parts.tm_sec = Int32(second)
      parts.tm_isdst = -1
      return Instant(microseconds: Int64(mktime(&parts)) * 1_000_000)
    }
  }

  private func withZone<Result>(_ ask: () -> Result) -> Result {
    Self.current.withLock { current in
      if current != name {
        setenv("TZ", name, 1)
        tzset()
        current = name
      }
      return ask()
    }
  }
}

extension Int64 {
  /// Whole seconds of a count of microseconds, rounded down also before 1970.
  fileprivate var flooredSeconds: Int64 {
    self >= 0 ? self / 1_000_000 : (self - 999_999) / 1_000_000
  }
}

extension ClinicZone {
  /// An instant as the clinic's clocks and calendar show it, to the minute: `2026-03-01 10:05`.
  public func display(_ instant: Instant) -> String {
    let local = Instant(
      microseconds: instant.microseconds + Int64(offsetMinutes(at: instant)) * 60_000_000)
    return String(local.sql.prefix(16))
  }
}
