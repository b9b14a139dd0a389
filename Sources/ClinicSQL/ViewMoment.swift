import CSQLite
import Records

/// The moment that views are asked about, which their text calls `:now`.
///
/// Views that are given no moment take it from the view around them, or all the same one from their
/// transaction. It is the one way in which time reaches a view.
struct ViewMoment {
  /// What `:now` stands for.
  let now: Instant

  /// Gives `:now` its value wherever a view's statement asks for it.
  func bind(to statement: OpaquePointer) -> Int32 {
    let place = sqlite3_bind_parameter_index(statement, ":now")
    guard place > 0 else { return SQLITE_OK }
    return TimeText.withInstant(now.microseconds) { text, count in
      sqlite3_bind_text(statement, place, text, count, transient)
    }
  }
}
