import Clinic
import ClinicStore
import EventLog
import Records
import Testing

/// Bookings that overlap, found by the diary, as looking through every booking finds them.
@Suite struct DiaryTests {
  /// A booking as the test itself keeps it; the practitioner `U1` treats `C1`, and `U2` treats `C2`.
  private struct Booked {
    var starts: Int
    var ends: Int
    let person: Int
    var isHeld = true
  }

  /// Ten minutes of the calendar, from 2099-03-09 on.
  private static func moment(_ step: Int) -> String {
    let (day, rest) = step.quotientAndRemainder(dividingBy: 144)
    let (hour, minute) = rest.quotientAndRemainder(dividingBy: 6)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "2099-03-\(two(9 + day))T\(two(hour)):\(two(minute * 10)):00Z"
  }

  private static func entry(_ stream: String, _ type: String, _ data: String) throws -> Entry {
    var entry = try ScratchStore.entry(stream, type, data)
    entry.mode = .live
    entry.occurredAt = nil
    return entry
  }

  private static func slot(_ booked: Booked) -> String {
    #""starts_at":"\#(moment(booked.starts))","ends_at":"\#(moment(booked.ends))""#
  }

  /// The first to begin, of two the first by its id, of those that hold some of the same time.
  private static func clash(
    _ id: String, _ booked: Booked, _ all: [String: Booked]
  ) -> String? {
    all.filter { other in
      other.key != id && other.value.isHeld && other.value.person == booked.person
        && other.value.starts < booked.ends && booked.starts < other.value.ends
    }.min { ($0.value.starts, $0.key) < ($1.value.starts, $1.key) }?.key
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `whatever is made, moved, cancelled and struck out, the first booking in the way is named`(
    _ seed: UInt64
  ) throws {
    let scratch = try ScratchStore()
    try scratch.openClinic()
    var random = Seeded(seed)
    var all: [String: Booked] = [:]
    var written: [String: [Receipt]] = [:]
    var struck: Set<String> = []
    var (taken, refused) = (0, 0)
    for _ in 0..<120 {
      var after = all
      var entries: [Entry] = []
      var clash: String?
      for _ in 0..<Int.random(in: 1...4, using: &random) where clash == nil {
        let starts = Int.random(in: 0..<288, using: &random)
        let ends =
          starts + Int.random(in: 1...(Bool.random(using: &random) ? 6 : 144), using: &random)
        let known = after.keys.filter { !struck.contains($0) }.sorted()
          .randomElement(using: &random)
        switch (Int.random(in: 0..<6, using: &random), known) {
        case (0, let id?):
          entries.append(
            try Self.entry(
              "booking/\(id)", "booking-cancelled", #"{"by":"client","reason":"ill"}"#))
          after[id]?.isHeld = false
        case (1, let id?), (2, let id?):
          guard var moved = after[id] else { continue }
          (moved.starts, moved.ends, moved.isHeld) = (starts, ends, true)
          clash = Self.clash(id, moved, after)
          after[id] = moved
          entries.append(
            try Self.entry(
              "booking/\(id)", "booking-rescheduled", "{\(Self.slot(moved)),\"by\":\"client\"}"))
        default:
          let id = "B\(after.count + 1)"
          let made = Booked(starts: starts, ends: ends, person: starts % 2 + 1)
          clash = Self.clash(id, made, after)
          after[id] = made
          entries.append(
            try Self.entry(
              "booking/\(id)", "booking-made",
              #"{"client":"C\#(made.person)","service":"s","practitioner":"U\#(made.person)","#
                + #""channel":"phone",\#(Self.slot(made))}"#))
        }
      }
      do throws(StoreError) {
        let receipts = try scratch.store.record(entries)
        #expect(clash == nil)
        for receipt in receipts { written[receipt.envelope.stream.id, default: []].append(receipt) }
        all = after
        taken += 1
      } catch {
        let way = try #require(clash, "\(error)")
        #expect(error.message.contains("is booked at that time, in booking \(way)"))
        refused += 1
      }
      // A booking that is struck out, from its end, holds no time, wherever it was moved to.
      if taken % 10 == 9, let id = written.keys.sorted().randomElement(using: &random),
        all[id]?.isHeld == true, let receipts = written.removeValue(forKey: id)
      {
        for receipt in receipts.reversed() {
          try scratch.store.record([
            scratch.store.strikeOut(
              of: receipt.envelope.position, reason: "never_happened", recordedBy: "U1")
          ])
        }
        all[id]?.isHeld = false
        struck.insert(id)
      }
    }
    #expect(taken > 10 && refused > 10)
  }
}
