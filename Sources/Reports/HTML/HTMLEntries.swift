/// Entries of the log in HTML: both clocks, who, and what it says with what it said before.
struct HTMLEntries {
  private let entries: [ReportEntry]

  init(_ entries: [ReportEntry]) { self.entries = entries }

  func write(to html: inout HTMLWriter) {
    html.element("div", ["class": "scroll"]) { html in
      html.element("table", ["class": "entries"]) { html in
        html.element("thead") { head in
          head.element("tr") { row in
            for name in ["event", "happened / recorded", "who", "what"] {
              row.element("th", ["scope": "col"], text: name)
            }
          }
        }
        html.element("tbody") { body in
          for entry in entries { write(entry, to: &body) }
        }
      }
    }
  }

  private func write(_ entry: ReportEntry, to body: inout HTMLWriter) {
    // What is struck is struck piece by piece, so that the notes on it stay readable.
    let look = entry.mark.subtracting(.struck)
    body.element("tr", ["class": look.names.joined(separator: " ")]) { row in
      row.element("td", ["class": "short"]) { cell in
        cell.text(entry.event)
        cell.tags(entry.mark)
      }
      row.element("td", ["class": "clocks"]) { cell in
        cell.element("div", text: entry.occurred)
        cell.element("div", ["class": "recorded"], text: entry.recorded)
      }
      row.element("td", ["class": entry.who.count < 12 ? "short" : ""], text: entry.who)
      row.element("td", ["class": "long"]) { cell in
        if entry.mark.contains(.struck) {
          cell.element("del") { write(entry, into: &$0) }
        } else {
          write(entry, into: &cell)
        }
        guard !entry.notes.isEmpty else { return }
        cell.element("ul", ["class": "notes"]) { list in
          for note in entry.notes { list.element("li", text: note) }
        }
      }
    }
  }

  private func write(_ entry: ReportEntry, into cell: inout HTMLWriter) {
    cell.element("span", ["class": "what"], text: entry.what)
    if !entry.detail.isEmpty { cell.text(" ") }
    for piece in entry.detail {
      switch piece {
      case .plain(let text): cell.text(text)
      case .changed(let first, let now):
        cell.element("del", text: first)
        cell.text(" ")
        cell.element("ins", text: now)
      }
    }
  }
}
