import Clinic
import Foundation
import Records
import Testing

@testable import Reports

/// The face and what was done to its zones, drawn and in text.
@Suite struct FaceMapTests {
  private func area(_ zone: Zone, _ side: Side, _ least: Int64 = 100, _ most: Int64? = nil)
    -> FaceMap.Area
  {
    FaceMap.Area(
      zone, side, depth: ScaledDecimal(units: least, scale: 2),
      to: ScaledDecimal(units: most ?? least, scale: 2), passes: 3)
  }

  private func svg(_ map: FaceMap) -> String {
    var html = HTMLWriter()
    map.write(to: &html, id: "f")
    return String(decoding: html.bytes, as: UTF8.self)
  }

  @Test func `in text each zone is a line, from above, right before left`() {
    let map = FaceMap(
      title: "Zones",
      areas: [area(.chin, .mid), area(.cheek, .left, 50, 150), area(.cheek, .right)])
    #expect(
      map.lines(width: 60) == [
        "Zones", "  cheek, right  1.00 mm, 3 passes", "  cheek, left   0.50–1.50 mm, 3 passes",
        "  chin, mid     1.00 mm, 3 passes",
      ])
    #expect(FaceMap(title: "Zones", areas: []).lines(width: 60) == ["Zones", "  not recorded"])
  }

  @Test func `every zone of every side is told, in the drawing or beside it`() {
    let all = Zone.allCases.flatMap { zone in Side.allCases.map { area(zone, $0) } }
    let html = svg(FaceMap(title: "Zones", areas: all))
    for area in all { #expect(html.contains(area.place), "\(area.place)") }
    let beside = svg(FaceMap(title: "Zones", areas: [area(.scalp, .left)]))
    #expect(beside.contains(">elsewhere, or without a place in the drawing<"))
    #expect(beside.contains("scalp, left: 1.00 mm, 3 passes"))
    #expect(!beside.contains("<ellipse"))
  }

  @Test func `the client's right is drawn on the left, as one faces them`() throws {
    for zone in Zone.allCases {
      guard let right = FaceDrawing.spot(zone, .right) else { continue }
      let left = try #require(FaceDrawing.spot(zone, .left))
      #expect(right.x < 0)
      #expect(left.x == -right.x)
      #expect(left.y == right.y)
      #expect((0...FaceDrawing.height).contains(left.y))
    }
  }

  @Test func `labels of one side keep apart`() {
    let all = Zone.allCases.flatMap { zone in [area(zone, .left), area(zone, .mid)] }
    let html = svg(FaceMap(title: "Zones", areas: all))
    for anchor in [" text-anchor=\"end\"", ""] {
      let ys = html.components(separatedBy: "\n")
        .filter { $0.contains("<text") && $0.contains("font-size=\"10.5\"\(anchor)>") }
        .filter { $0.contains("mm") == false }
        .compactMap { line in
          line.components(separatedBy: " y=\"").dropFirst().first
            .flatMap { Double($0.prefix { $0 != "\"" }) }
        }.sorted()
      for (above, below) in zip(ys, ys.dropFirst()) { #expect(below - above >= 16) }
    }
  }
}
