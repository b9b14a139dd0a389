import Records

/// A table of a report in HTML.
struct HTMLTable {
  private let table: ReportTable
  private let looks: [String]
  /// Whether it would only be stretched by the page's width.
  private let isNarrow: Bool

  /// Texts no wider than this are never broken over lines, if there is room for all of them.
  private static let shortest = 22
  private static let room = 84

  init(_ table: ReportTable) {
    self.table = table
    let cells = table.columns.indices.map { column in table.rows.compactMap { $0[column] } }
    let widths = zip(table.columns, cells).map { name, cells in
      cells.reduce(name.count) { max($0, displayWidth(visible($1))) }
    }
    var left = Self.room
    var looks: [String] = []
    for (column, width) in widths.enumerated() {
      let isFree = column >= table.columns.count - table.longColumns
      if !cells[column].isEmpty, cells[column].allSatisfy(\.isNumber) {
        looks.append("number")
        left -= width
      } else if width <= Self.shortest, width <= left, !isFree || width < 12 {
        looks.append("short")
        left -= width
      } else {
        looks.append(width > 30 ? "long" : "")
      }
    }
    self.looks = looks
    isNarrow = widths.reduce(0) { $0 + $1 + 3 } < 70
  }

  func write(to html: inout HTMLWriter) {
    html.element("div", ["class": "scroll"]) { html in
      html.element("table", ["class": isNarrow ? "narrow" : ""]) { html in
        html.element("thead") { head in
          head.element("tr") { row in
            for (name, look) in zip(table.columns, looks) {
              row.element(
                "th", ["scope": "col", "class": look == "number" ? look : ""], text: name)
            }
          }
        }
        html.element("tbody") { body in
          for (place, cells) in table.rows.enumerated() {
            write(cells, table.marks[place] ?? [], to: &body)
          }
        }
      }
    }
  }

  private func write(_ cells: [String?], _ mark: RowMark, to body: inout HTMLWriter) {
    body.element("tr", ["class": mark.names.joined(separator: " ")]) { row in
      for (column, (cell, look)) in zip(cells, looks).enumerated() {
        let unsaid = cell?.htmlClass ?? ""
        let classes = [look, unsaid].filter { !$0.isEmpty }.joined(separator: " ")
        row.element("td", ["class": classes]) { html in
          html.text(cell ?? "")
          if column == 0 { html.tags(mark) }
        }
      }
    }
  }
}

extension HTMLWriter {
  /// A mark in words, so that nothing is told by looks alone.
  mutating func tags(_ mark: RowMark) {
    for word in mark.words { element("span", ["class": "tag"], text: word) }
  }
}

extension String {
  /// Whether it is a plain number, which stands at the right of its column.
  fileprivate var isNumber: Bool {
    let digits = utf8.first == UInt8(ascii: "-") ? utf8.dropFirst() : utf8[...]
    return !digits.isEmpty && digits.count(where: { $0 == UInt8(ascii: ".") }) <= 1
      && digits.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".")
      }
  }
}
