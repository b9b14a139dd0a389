import Foundation
import Testing

@testable import Reports

/// Bars, drawn and in text.
@Suite struct BarChartTests {
  private func chart(_ values: [[Double?]], series: [String] = ["n"], decimals: Int = 0) -> BarChart
  {
    BarChart(
      title: "Sessions", unit: "a day", series: series,
      groups: values.enumerated().map { .init("day \($0 + 1)", $1) }, decimals: decimals)
  }

  private func svg(_ chart: BarChart) -> String {
    var html = HTMLWriter()
    chart.write(to: &html, id: "f")
    return String(decoding: html.bytes, as: UTF8.self)
  }

  @Test func `bars in text are as long as their values`() {
    #expect(
      chart([[4], [2], [0], [nil]]).lines(width: 40) == [
        "Sessions, a day", "  day 1  █████████████████████████████ 4",
        "  day 2  ██████████████▌ 2", "  day 3  0",
        "  day 4  not recorded",
      ])
  }

  @Test func `of several series each has its line`() {
    #expect(
      chart([[1.5, nil], [3, 0.25]], series: ["pain", "redness"], decimals: 2).lines(width: 60)
        == [
          "Sessions, a day", "  day 1  pain     ██████████████████▌ 1.50",
          "         redness  not recorded",
          "  day 2  pain     █████████████████████████████████████ 3.00",
          "         redness  ███▏ 0.25",
        ])
  }

  @Test func `what is not recorded is said, and is no bar`() {
    let html = svg(chart([[1, nil]], series: ["pain", "redness"]))
    #expect(html.contains(">not recorded<"))
    // One bar, two squares of the legend, and the ground of two patterns.
    #expect(html.components(separatedBy: "<rect").count - 1 == 5)
    #expect(svg(chart([])).contains(">not recorded<"))
    #expect(chart([]).lines(width: 40) == ["Sessions, a day", "  not recorded"])
  }

  @Test(arguments: [1.0, 3, 7, 12, 99, 100, 1234, 0.02, 0.7])
  func `the scale holds every value and has few lines`(_ value: Double) {
    let scale = BarChart.Scale([value], isWhole: false)
    #expect(scale.least == 0)
    #expect(scale.most >= value)
    #expect(scale.most <= value * 2.5)
    #expect((2...6).contains(scale.ticks.count - 1 + 1))
  }

  @Test func `whole numbers have no lines between them, and negative ones hang below`() {
    #expect(BarChart.Scale([1], isWhole: true).ticks == [0, 1])
    let below = BarChart.Scale([-2, 3], isWhole: true)
    #expect(below.least <= -2)
    #expect(below.ticks.contains(0))
  }

  @Test func `very many bars go into rows, none outside of the drawing`() {
    let many = chart((0..<200).map { [Double($0), nil, 3] }, series: ["a", "b", "c"])
    let html = svg(many)
    for part in html.components(separatedBy: " x=\"").dropFirst() {
      let x = Double(part.prefix { $0 != "\"" }) ?? -1
      #expect(x >= -0.1 && x <= 720)
    }
    for line in many.lines(width: 80) { #expect(line.count <= 80, "\(line)") }
  }
}
