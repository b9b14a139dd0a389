import ClinicStore
import EventLog
import Records

extension Certificate {
  /// The moment in a word: `@52`, or a time.
  var shortAsOf: String {
    moment.token.hasPrefix("@") ? moment.token : zone.display(moment.at)
  }

  /// The moment with its time: `@52, 2026-04-01 10:10 Europe/London`.
  public var asOf: String { "@\(moment.position), \(zone.display(moment.at)) \(zone.name)" }

  /// What the certificate states, apart from its digests.
  public var facts: [ReportFact] {
    let recorded = recordedAt.map(\.rfc3339)
    return [
      ReportFact("clinic", clinic),
      ReportFact("moment", "all that was recorded up to @\(moment.position)"),
      ReportFact("last of it recorded", recorded: recorded),
      ReportFact("taken for now", moment.at.rfc3339),
      ReportFact("made again by", command),
      ReportFact(
        "folds",
        recorded: folds.isEmpty
          ? nil : folds.map { "\($0.table) \($0.version)" }.joined(separator: ", ")),
    ]
  }

  /// What the digests are, for whoever compares them.
  public static let about =
    "The same report at the same moment is the same to the byte. Each digest is the SHA-256 of the "
    + "rows that this report shows, a line of JSON each, without personal data."

  /// The digests as rows.
  public var table: ReportTable {
    ReportTable(
      columns: ["rows of", "number", "sha256"],
      rows: digests.map { [$0.name, String($0.rows), $0.sha256] }, longColumns: 1)
  }

  func write(to html: inout HTMLWriter) {
    html.element("h2", text: "Certificate")
    html.element("p", ["class": "about"], text: Self.about)
    html.element("dl") { list in
      for fact in facts {
        let isWide = fact.label == "made again by" || fact.label == "folds"
        list.element("div", ["class": isWide ? "wide" : ""]) { pair in
          pair.element("dt", text: fact.label)
          pair.element("dd") { $0.element(isWide ? "code" : "span", text: fact.value) }
        }
      }
    }
    guard !digests.isEmpty else { return }
    html.element("table") { html in
      html.element("thead") { head in
        head.element("tr") { row in
          for name in table.columns { row.element("th", ["scope": "col"], text: name) }
        }
      }
      html.element("tbody") { body in
        for digest in digests {
          body.element("tr") { row in
            row.element("td", text: digest.name)
            row.element("td", ["class": "short"], text: String(digest.rows))
            row.element("td", ["class": "hash"], text: digest.sha256)
          }
        }
      }
    }
  }
}
