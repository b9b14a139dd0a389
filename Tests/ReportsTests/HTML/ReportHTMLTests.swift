import ClinicStore
import Foundation
import Records
import Testing

@testable import Reports

/// Reports as HTML, whatever they hold.
@Suite struct ReportHTMLTests {
  /// Texts that a browser, a style sheet or a reader could take for something else.
  static let hostile = [
    "<script>alert(1)</script>", "</style><script>x</script>", "</title>", "<img src=x onerror=y>",
    "\" onload=\"x", "' onload='x", "&lt;b&gt; &amp; & &#x41;", "]]>", "<!-- ", "-->",
    "\u{202E}gnp.exe", "\u{2066}a\u{2069}", "zero\u{200B}width\u{FEFF}",
    "nul\0, bell\u{7}, esc\u{1B}[2J",
    "line\nfeed\r\nand\ttab", "line\u{2028}para\u{2029}end", String(repeating: "W", count: 200),
    "👩‍👩‍👧‍👦🇬🇧", "日本語", "e\u{301}", "\u{301}loose", "\\n \\u{202E} \\", "url(http://x.invalid)",
    "javascript:x", "{}*{display:none}", "\u{FFFE}", "",
  ]

  /// A report that holds a text wherever it can hold one.
  static func report(of text: String) throws -> Report {
    var table = ReportTable(columns: [text, "n", "long"], rows: [], longColumns: 1)
    for mark in [[], .struck, .amended, .deviation, .late, .missing, [.amended, .deviation]]
      as [RowMark]
    {
      table.append([text, "1", text], mark: mark)
      table.append([nil, "-2.50", nil], mark: mark)
    }
    let entry = ReportEntry(
      event: text, occurred: text, recorded: text, who: text, what: text,
      detail: [.plain(text), .changed(from: text, to: text)], notes: [text, text], mark: .struck)
    let chart = BarChart(
      title: text, unit: text, series: [text, text],
      groups: [.init(text, [1, nil]), .init(text, [nil, 0])])
    let zone = ClinicZone.utc
    let time = Instant(microseconds: 1_772_000_000_000_000)
    let timeline = Timeline(
      title: text, zone: zone,
      lanes: [.init(text, [.init(time, label: text, short: text, mark: .struck)]), .init(text, [])])
    let ledger = try Ledger()
    let store = try ledger.store()
    return Report(
      name: "test", title: text, facts: [ReportFact(text, text)],
      sections: [
        ReportSection(
          text, note: text,
          parts: [
            .heading(text), .paragraph(text), .facts([ReportFact(text, text)]), .table(table),
            .entries([entry]), .figure(.bars(chart)), .figure(.timeline(timeline)),
            .figure(.face(FaceMap(title: text, areas: []))),
          ])
      ],
      certificate: try Certificate(
        of: "recall", [text], in: store, at: store.lastMoment(), tables: [], digests: []))
  }

  @Test(arguments: hostile)
  func `a text is shown and never acts`(_ text: String) throws {
    let check = HTMLCheck(try Self.report(of: text).html)
    #expect(check.problems == [])
    if !text.isEmpty {
      let shown = visible(text)
      #expect(check.texts["h1"] == [shown])
      #expect(check.texts["h2"]?.first == shown)
      #expect(check.texts["del"]?.contains { $0.hasSuffix(shown) } == true)
      #expect(check.texts["ins"] == [shown])
      #expect(check.texts["figcaption"] == [shown, shown, shown])
    }
  }

  @Test func `nothing hidden is left in the file`() throws {
    for text in Self.hostile {
      let html = try Self.report(of: text).html
      for scalar in html.unicodeScalars where scalar != "\n" {
        let isHidden: Bool =
          switch scalar.value {
          case 0..<0x20, 0x7F...0x9F, 0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E: true
          case 0x2060...0x206F, 0xFEFF, 0xFFFE: true
          default: false
          }
        #expect(!isHidden, "\(scalar.value) of \(visible(text))")
      }
    }
  }

  /// The check itself must be able to fail.
  @Test(
    arguments: [
      ("<p>", "<p><script>x</script>"), ("</section>", ""), ("&amp;", "&"), ("lang=\"en\"", ""),
      ("<meta charset=\"utf-8\">\n", ""), ("default-src 'none'", "default-src *"),
      ("<td", "<td onclick=\"x\""), ("</td>", "</td><td></td>"), ("id=\"s1\"", "id=\"s2\""),
      ("</main>", "<a href=\"http://x.invalid\">x</a></main>"),
      ("fill=\"none\"", "fill=\"url(http://x.invalid)\""), ("*{box", "@import 'x';*{box"),
      ("</h1>", "</h2>"), ("<li>", "<tr>"), ("</p>", "\u{1}</p>"),
    ])
  func `what is wrong is found`(_ part: String, _ wrong: String) throws {
    let html = try Self.report(of: "a & b").html
    let place = try #require(
      html.range(of: part) ?? html.range(of: part.replacing("'", with: "&#39;")))
    let broken = html.replacingCharacters(in: place, with: wrong)
    #expect(HTMLCheck(broken).problems != [], "\(part) → \(wrong)")
  }

  @Test func `numbers stand at the right, long texts may be broken, marks are words`() throws {
    let check = HTMLCheck(try Self.report(of: "plain").html)
    #expect(check.elements.contains { $0.name == "td" && $0.attributes["class"] == "number" })
    #expect(
      check.texts["span"]?.filter { RowMark.each.words.contains($0) }.count == 15)
    for look in ["deviation", "amended deviation"] {
      #expect(check.elements.contains { $0.name == "tr" && $0.attributes["class"] == look })
    }
  }

  @Test func `what is not recorded is set apart`() throws {
    var report = try Self.report(of: "plain")
    report.facts = [ReportFact("room", recorded: nil), ReportFact("call", recorded: "no answer")]
    let check = HTMLCheck(report.html)
    let values = check.elements.filter { $0.name == "dd" }.map { $0.attributes["class"] }
    #expect(check.texts["dd"]?.prefix(2) == ["not recorded", "no answer"])
    #expect(values.prefix(2) == ["unsaid", nil])
  }

  @Test func `a printed page is A4 with its number, and tables repeat their heads`() throws {
    let html = try Self.report(of: "Session S1").html
    #expect(html.contains("@page{size:A4"))
    #expect(html.contains("counter(page) \" / \" counter(pages)"))
    #expect(html.contains("thead{display:table-header-group}"))
    #expect(html.contains("@bottom-left{content:\"Session S1 \\b7  Fictional \\b7  as of \\40 1\""))
  }
}

extension RowMark {
  static let each: RowMark = [.struck, .amended, .deviation, .late, .missing]
}
