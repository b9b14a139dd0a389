import ClinicStore
import Records

extension Report {
  /// The report as one HTML file that needs nothing else: style and drawings within, no script.
  ///
  /// Ready for a screen and for A4. A policy in it forbids it to load anything.
  public var html: String {
    var page = HTMLWriter()
    page.raw("<!DOCTYPE html>\n")
    page.element("html", ["lang": "en"]) { html in
      html.element("head", [:], head)
      html.element("body") { body in
        body.element("header", [:], masthead)
        body.element("main") { main in
          for (place, section) in sections.enumerated() {
            HTMLSection(number: place + 1).write(section, to: &main)
          }
        }
        body.element("footer", [:], certificate.write)
      }
    }
    return String(decoding: page.bytes, as: UTF8.self)
  }

  private func head(_ head: inout HTMLWriter) {
    head.void("meta", ["charset": "utf-8"])
    head.void(
      "meta",
      [
        "http-equiv": "Content-Security-Policy",
        "content": "default-src 'none'; style-src 'unsafe-inline'",
      ])
    head.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    head.void("meta", ["name": "color-scheme", "content": "light"])
    head.void("meta", ["name": "referrer", "content": "no-referrer"])
    head.void("meta", ["name": "robots", "content": "noindex, nofollow"])
    head.element("title", text: "\(title), \(certificate.clinic), as of \(certificate.shortAsOf)")
    head.element("style") { style in
      style.raw(
        Stylesheet.text(
          foot: "\(title) · \(certificate.clinic) · as of \(certificate.shortAsOf)"))
    }
  }

  private func masthead(_ header: inout HTMLWriter) {
    header.element("p", ["class": "clinic"]) { line in
      line.element("span", text: certificate.clinic)
      line.element("span", text: "as of \(certificate.asOf)")
    }
    header.element("h1", text: title)
    if !facts.isEmpty { header.list(of: facts) }
  }
}

/// Writes the sections of a report; each figure gets names of its own by its place.
struct HTMLSection {
  let number: Int

  func write(_ section: ReportSection, to html: inout HTMLWriter) {
    let id = "s\(number)"
    html.element("section", ["aria-labelledby": id]) { html in
      html.element("h2", ["id": id], text: section.title)
      if let note = section.note { html.element("p", ["class": "about"], text: note) }
      for (place, part) in section.parts.enumerated() {
        switch part {
        case .heading(let text): html.element("h3", text: text)
        case .paragraph(let text): html.element("p", text: text)
        case .facts(let facts): html.list(of: facts)
        case .table(let table): HTMLTable(table).write(to: &html)
        case .entries(let entries): HTMLEntries(entries).write(to: &html)
        case .figure(let figure): figure.write(to: &html, id: "\(id)f\(place + 1)")
        }
      }
    }
  }
}

extension HTMLWriter {
  /// Values under their names; a long one takes the whole width.
  mutating func list(of facts: [ReportFact]) {
    element("dl") { list in
      for fact in facts {
        list.element("div", ["class": displayWidth(fact.value) > 60 ? "wide" : ""]) { pair in
          pair.element("dt", text: fact.label)
          pair.element("dd", ["class": fact.value.htmlClass], text: fact.value)
        }
      }
    }
  }
}

extension String {
  /// What is said not to be recorded is set apart from what is recorded.
  var htmlClass: String { hasPrefix(ReportFact.notRecorded) ? "unsaid" : "" }
}

extension ReportFigure {
  fileprivate func write(to html: inout HTMLWriter, id: String) {
    switch self {
    case .bars(let chart): chart.write(to: &html, id: id)
    case .timeline(let timeline): timeline.write(to: &html, id: id)
    case .face(let map): map.write(to: &html, id: id)
    }
  }
}
