import ClinicStore
import Records

/// An axis of time from which long pauses are cut out, so that a visit and the calls days after it
/// both can be read.
struct TimeAxis {
  /// A stretch without a long pause.
  struct Segment {
    var from: Instant
    var until: Instant
    var x: Double
    var width: Double

    fileprivate var length: Double { Double(until.microseconds - from.microseconds) }
  }

  /// A time that is written at the axis.
  struct Tick {
    var x: Double
    var text: String
  }

  /// A pause that is cut out.
  private static let pause: Int64 = 3 * 3_600_000_000
  private static let steps: [Int64] = [1, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440]

  private(set) var segments: [Segment] = []
  private let zone: ClinicZone
  private let inset: Double

  /// - Parameters:
  ///   - width: of all the axis, in whatever units.
  ///   - gap: between two stretches.
  ///   - least: a stretch is no narrower, if there is room.
  ///   - inset: what is left free at both ends of a stretch.
  init(
    _ instants: [Instant], zone: ClinicZone, width: Double, gap: Double, least: Double,
    inset: Double
  ) {
    self.zone = zone
    self.inset = inset
    for instant in instants.sorted() {
      if let last = segments.last,
        instant.microseconds - last.until.microseconds <= Self.pause
      {
        segments[segments.count - 1].until = max(last.until, instant)
      } else {
        segments.append(Segment(from: instant, until: instant, x: 0, width: 0))
      }
    }
    guard !segments.isEmpty else { return }
    let gap = min(gap, width * 0.3 / Double(max(segments.count - 1, 1)))
    let room = width - gap * Double(segments.count - 1)
    // However many stretches there are, half of the axis is for what happened in them.
    let each = min(least, room / 2 / Double(segments.count))
    let rest = room - each * Double(segments.count)
    // What most happened in is drawn widest, not what took longest.
    let weights = segments.map { segment in
      segment.length > 0
        ? Double(instants.count { $0 >= segment.from && $0 <= segment.until }) : 0
    }
    let weight = weights.reduce(0, +)
    var x = 0.0
    for place in segments.indices {
      let share = weight > 0 ? weights[place] / weight : 1 / Double(segments.count)
      segments[place].x = x
      segments[place].width = each + rest * share
      x += segments[place].width + gap
    }
  }

  /// Where an instant of the axis stands.
  func x(_ instant: Instant) -> Double {
    guard let segment = segments.last(where: { $0.from <= instant }) ?? segments.first else {
      return 0
    }
    let inner = segment.width - 2 * inset
    guard segment.length > 0, inner > 0 else { return segment.x + segment.width / 2 }
    let part = Double(instant.microseconds - segment.from.microseconds) / segment.length
    return segment.x + inset + inner * min(max(part, 0), 1)
  }

  /// The times of day, at least that far apart; where stretches are narrow, not of each.
  func ticks(apart: Double) -> [Tick] {
    var rows = LabelRows()
    return allTicks(apart: apart).filter { tick in
      rows.place((tick.x - apart / 2.4)...(tick.x + apart / 2.4)) == 0
    }
  }

  private func allTicks(apart: Double) -> [Tick] {
    segments.flatMap { segment -> [Tick] in
      let inner = max(segment.width - 2 * inset, 1)
      let step = Self.steps.first { step in
        Double(step) * 60_000_000 / max(segment.length, 1) * inner >= apart
      }
      guard segment.length > 0, let step else { return [tick(segment.from)] }
      let span = step * 60_000_000
      let shift = Int64(zone.offsetMinutes(at: segment.from)) * 60_000_000
      var next = ((segment.from.microseconds + shift + span - 1) / span) * span - shift
      var ticks: [Tick] = []
      while next <= segment.until.microseconds {
        ticks.append(tick(Instant(microseconds: next)))
        next += span
      }
      return ticks.isEmpty ? [tick(segment.from)] : ticks
    }
  }

  private func tick(_ instant: Instant) -> Tick {
    Tick(x: x(instant), text: String(zone.display(instant).suffix(5)))
  }

  /// The days, each where it begins.
  var days: [Tick] {
    var last = ""
    return segments.compactMap { segment in
      let day = String(zone.display(segment.from).prefix(10))
      guard day != last else { return nil }
      last = day
      return Tick(x: segment.length > 0 ? segment.x : x(segment.from), text: day)
    }
  }
}

extension Timeline {
  /// Every instant that a mark names.
  var instants: [Instant] {
    lanes.flatMap { $0.marks.flatMap { [$0.from, $0.until ?? $0.from] } }
  }

  /// A mark in words: `10:05 cleansed`, `10:20–10:50 cream on`.
  func inWords(_ mark: Mark, daily: Bool = false) -> String {
    let from = zone.display(mark.from)
    var text = daily ? from : String(from.suffix(5))
    if let until = mark.until, until > mark.from { text += "–\(zone.display(until).suffix(5))" }
    if !mark.label.isEmpty { text += " \(mark.label)" }
    return mark.mark.isEmpty ? text : "\(text) (\(mark.mark.words.joined(separator: ", ")))"
  }

  /// All of it in words, lane by lane.
  var inWords: String {
    lanes.map { lane in
      let marks = lane.marks.filter { !$0.label.isEmpty }.sorted { $0.from < $1.from }
      let said = marks.map { inWords($0, daily: true) }.joined(separator: ", ")
      return "\(lane.title): \(said.isEmpty ? ReportFact.notRecorded : said)"
    }.joined(separator: ". ")
  }
}
