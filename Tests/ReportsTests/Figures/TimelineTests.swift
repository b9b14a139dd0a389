import ClinicStore
import Foundation
import Records
import Testing

@testable import Reports

/// Lanes over time, drawn and in text.
@Suite struct TimelineTests {
  /// An instant of 1 March 2026, or of so many days later.
  private func at(_ hour: Int, _ minute: Int, day: Int = 0) -> Instant {
    ClinicZone.utc.instant(
      on: CalendarDate(days: 20_513 + Int64(day)), hour: hour, minute: minute, second: 0)
  }

  private func svg(_ timeline: Timeline) -> String {
    var html = HTMLWriter()
    timeline.write(to: &html, id: "f")
    return String(decoding: html.bytes, as: UTF8.self)
  }

  @Test func `long pauses are cut out, and time never runs backwards`() {
    let instants = [
      at(9, 0), at(9, 5), at(10, 30), at(9, 0, day: 2), at(12, 0, day: 30), at(12, 30, day: 30),
    ]
    let axis = TimeAxis(
      instants, zone: .utc, width: 600, gap: 16, least: 66, inset: 8)
    #expect(axis.segments.count == 3)
    #expect(axis.days.map(\.text) == ["2026-03-01", "2026-03-03", "2026-03-31"])
    let places = instants.map(axis.x)
    #expect(places == places.sorted())
    #expect(Set(places).count == places.count)
    #expect(places.allSatisfy { $0 >= 0 && $0 <= 600 })
  }

  @Test func `however many days there are, all of them are on the axis`() throws {
    let instants = (0..<300).map { at(9, 0, day: $0) }
    let axis = TimeAxis(instants, zone: .utc, width: 600, gap: 16, least: 66, inset: 8)
    #expect(axis.segments.count == 300)
    #expect(instants.allSatisfy { axis.x($0) >= 0 && axis.x($0) <= 600.01 })
    #expect(axis.ticks(apart: 46).count < 20)
  }

  @Test func `labels of one row do not overlap`() {
    var rows = LabelRows()
    #expect(rows.place(0...10) == 0)
    #expect(rows.place(5...15) == 1)
    #expect(rows.place(11...20) == 0)
    #expect(rows.place(0...100) == 2)
    #expect(rows.count == 3)
  }

  @Test func `in text each lane is a row, with what it holds below`() {
    let timeline = Timeline(
      title: "Timeline", zone: .utc,
      lanes: [
        .init(
          "steps",
          [
            .init(at(9, 0), label: "opened"), .init(at(10, 0), label: "closed"),
            .init(at(9, 30), label: "pain", mark: .struck),
          ]),
        .init("doses", [.init(at(9, 15), until: at(9, 45), label: "cream")]), .init("lots", []),
      ])
    #expect(
      timeline.lines(width: 50) == [
        "Timeline", "         2026-03-01", "         09:00     09:15     09:30     09:45 10:00",
        "  steps  ●···················×···················●",
        "    09:00 opened · 09:30 pain (struck out) · 10:00", "      closed",
        "  doses  ··········━━━━━━━━━━━━━━━━━━━━━··········", "    09:15–09:45 cream",
        "  lots   ·········································",
      ])
  }

  @Test func `a crowded lane is told in one row with how many they are`() {
    let marks = (0..<240).map {
      Timeline.Mark(at(9, $0 / 4), label: "a rather long label \($0)", short: "@\(1000 + $0)")
    }
    let html = svg(Timeline(title: "t", zone: .utc, lanes: [.init("passes", marks)]))
    #expect(html.contains(">240 entries, @1000 to @1239<"))
    let few = svg(
      Timeline(title: "t", zone: .utc, lanes: [.init("passes", Array(marks.prefix(5)))]))
    #expect(few.contains(">a rather long label 4<"))
  }

  @Test func `nothing recorded is said`() {
    let empty = Timeline(title: "t", zone: .utc, lanes: [.init("steps", [])])
    #expect(empty.lines(width: 60) == ["t", "  not recorded"])
    #expect(svg(empty).contains(">not recorded<"))
    #expect(empty.inWords == "steps: not recorded")
  }
}
