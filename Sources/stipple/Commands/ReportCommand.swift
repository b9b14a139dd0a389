import ArgumentParser
import ClinicStore
import Records
import Reports

/// `stipple report NAME [ARG]`.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "A session, client, course, day, month, recall or the outcomes, as text or HTML.",
    discussion: """
      A report is of one moment, the log's last entry unless --as-of names another, and says so in \
      its certificate: made again at that moment, it is the same to the byte, whatever was recorded \
      since. With -o it is one HTML file that needs nothing else, ready to be read or printed.

        stipple report session S1                    all of a visit, as an auditor takes it away
        stipple report session S1 -o S1.html
        stipple report client C1                     history, consents, sessions, outcomes
        stipple report course K1                     sessions, intervals, what came of them
        stipple report day 2026-03-01                who came, what was done, what is due
        stipple report month 2026-03 --as-of 2026-03-31
        stipple report recall HA-7                   who got a lot, who is told
        stipple report outcomes                      what came of courses, by session
        stipple report session S1 --json | jq '.[0].certificate'
      """)

  @Argument(
    help: ArgumentHelp(
      "session, client, course, day, month, recall or outcomes.", valueName: "name"))
  var name: String?

  @Argument(help: ArgumentHelp("What it is about: S1, C1, K1, a date, a month, a lot."))
  var subject: String?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("Write one HTML file there instead.", valueName: "file"))
  var output: String?

  @OptionGroup var options: StoreOptions

  func run() throws {
    guard let name else {
      throw Message(
        "which report?", hint: ReportName.allCases.map(\.rawValue).joined(separator: ", "),
        status: .usage)
    }
    let wanted = try ReportName.required(name)
    let argument = try wanted.argument(subject)
    let mode = try mode()
    let store = try options.open()
    let moment = try options.moment(in: store) ?? store.lastMoment()
    let report = try wanted.make(argument, in: store, at: moment)
    guard let output else {
      try report.write(
        to: ReportPage(mode, to: .standardOutput, page: options.page, aside: options.say))
      return
    }
    try WholeFile.write(Array(report.html.utf8), to: output, protecting: options.path)
    let what = argument.isEmpty ? name : "\(name) \(argument)"
    options.say(visible("wrote \(what) as of \(moment.token) to \(output)"))
  }

  /// The mode, where a report can be written in it: as text, or as JSON.
  private func mode() throws(Message) -> OutputMode {
    let asked = options.json ? .json : options.mode ?? .table
    guard asked == .table || output == nil else {
      throw Message(
        "-o writes HTML, and --json goes to standard output", hint: "one of the two",
        note: "nothing was written", status: .usage)
    }
    switch asked {
    case .table, .json, .ndjson: return asked
    case .line, .markdown, .csv, .tsv, .html:
      throw Message(
        "a report is many tables, which \(asked.rawValue) cannot hold",
        hint: "--json, -o FILE.html, or stipple query for rows", status: .usage)
    }
  }
}

extension Report {
  /// The width that drawings are made for where there is no terminal.
  private static let usualWidth = 100

  /// Writes the report as the page's mode asks.
  func write(to page: ReportPage) throws {
    if page.isJSON {
      try page.write(json: [json])
      return
    }
    let width = page.page.width ?? Self.usualWidth
    try page.write(lines: [title], isHeading: true)
    try page.write(lines: ["\(certificate.clinic), as of \(certificate.asOf)"])
    try page.space()
    try page.write(facts, width: width)
    for section in sections {
      try page.space()
      try page.write(lines: [section.title], isHeading: true)
      if let note = section.note { try page.write(shown: folded(visible(note), into: width)) }
      for part in section.parts {
        try page.space()
        try page.write(part, width: width)
      }
    }
    try page.space()
    try page.write(lines: ["Certificate"], isHeading: true)
    try page.write(shown: folded(Certificate.about, into: width))
    try page.space()
    try page.write(certificate.facts, width: width)
    try page.space()
    try page.write(certificate.table.narrowed(to: page.page.width))
  }
}

extension ReportPage {
  fileprivate func write(_ part: ReportPart, width: Int) throws {
    switch part {
    case .heading(let text): try write(lines: [text], isHeading: true)
    case .paragraph(let text): try write(lines: [text])
    case .facts(let facts): try write(facts, width: width)
    case .table(let table): try write(table.marked.narrowed(to: page.width))
    case .entries(let entries): try write(entries, width: width)
    case .figure(let figure): try write(shown: figure.lines(width: width))
    }
  }

  /// Values under their names, the values in one column.
  fileprivate func write(_ facts: [ReportFact], width: Int) throws {
    let names = facts.map { visible($0.label) }
    let column = names.reduce(0) { max($0, displayWidth($1)) } + 2
    var lines: [String] = []
    for (name, fact) in zip(names, facts) {
      let pad = String(repeating: " ", count: column - displayWidth(name))
      for (place, part) in folded(visible(fact.value), into: max(width - column, 20)).enumerated() {
        lines.append((place == 0 ? name + pad : String(repeating: " ", count: column)) + part)
      }
    }
    try write(shown: lines)
  }

  /// An entry in a few lines: where it stands and both clocks, what it says, what is noted of it.
  fileprivate func write(_ entries: [ReportEntry], width: Int) throws {
    var lines: [String] = []
    for entry in entries {
      let mark = entry.mark.words.map { ", \($0)" }.joined()
      let head =
        "\(entry.event)  \(entry.occurred), recorded \(entry.recorded), by \(entry.who)\(mark)"
      let what = entry.detail.isEmpty ? entry.what : "\(entry.what): \(entry.detailText)"
      lines += folded(visible(head), into: width).enumerated().map { ($0 == 0 ? "" : "  ") + $1 }
      for text in [what] + entry.notes.map({ "[\($0)]" }) {
        let parts = folded(visible(text), into: max(width - 4, 20))
        lines += parts.enumerated().map { ($0 == 0 ? "    " : "      ") + $1 }
      }
    }
    try write(shown: lines)
  }

  /// Lines that are folded and visible already.
  fileprivate func write(shown lines: [String]) throws {
    try output.write(lines.map { $0 + "\n" }.joined())
  }
}

extension ReportTable {
  /// The table with a column that says how rows stand out, where any does.
  fileprivate var marked: ReportTable {
    guard !marks.isEmpty else { return self }
    var table = self
    table.columns.insert("mark", at: 1)
    for place in table.rows.indices {
      let words = marks[place]?.words.joined(separator: ", ")
      table.rows[place].insert(words, at: 1)
    }
    return table
  }

  /// The table with as many columns as the page has room for, the rest of each row told in words
  /// below it: nothing is ever cut from a report.
  fileprivate func narrowed(to width: Int?) -> ReportTable {
    guard let width else { return self }
    let widths = columns.indices.map { column in
      rows.reduce(displayWidth(columns[column])) {
        max($0, displayWidth(visible($1[column] ?? "")))
      }
    }
    func needed(_ short: Int) -> Int {
      widths.prefix(short).reduce(0) { $0 + $1 + ColumnFit.gap } - ColumnFit.gap
    }
    let most = columns.count - longColumns
    guard needed(columns.count) > width, needed(most) > width else { return self }
    let kept = (1...max(most, 1)).last { needed($0) <= width } ?? 1
    var table = self
    table.columns = columns.prefix(kept) + ["more"]
    table.longColumns = 1
    table.rows = rows.map { row in
      let more = zip(columns, row).dropFirst(kept).compactMap { name, cell in
        cell.flatMap { $0.isEmpty ? nil : "\(name): \($0)" }
      }
      return row.prefix(kept) + [more.joined(separator: "; ")]
    }
    return table
  }
}
