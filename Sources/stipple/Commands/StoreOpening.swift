import ClinicStore

extension StoreOptions {
  /// Opens the store, and says so where its tables had to be made anew for it.
  func open() throws -> ClinicStore {
    // Made only when there is something to tell: from then on Ctrl-C is a wish, not an end.
    var progress: Progress?
    defer { progress?.finish() }
    let store = try ClinicStore.open(at: path) { done, total in
      if progress == nil { progress = Progress("making the tables anew", self) }
      try progress?.update(done: done, of: total)
    }
    if let rebuilt = store.rebuilt {
      progress?.finish()
      say(
        "note: the tables were made by an earlier version of stipple; made anew from "
          + "\(rebuilt.events.grouped) events")
    }
    return store
  }
}

extension BinaryInteger {
  /// The digits in threes: `37,735`.
  var grouped: String {
    let digits = Array(String(magnitude))
    var text = self < 0 ? "-" : ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }
}
