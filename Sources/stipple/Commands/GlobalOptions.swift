import ArgumentParser
import ClinicStore
import Glibc

/// What every command that reads a store takes.
struct StoreOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The store's folder (else $STIPPLE_STORE, else ./clinic.stipple).", valueName: "path"))
  var store: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The moment to ask about: @3041, @-1, 2026-01-05, 2026-01-05T10:00Z, 2d-ago, now.",
      valueName: "when"))
  var asOf: String?

  @Flag(name: .long, help: "Print one JSON array of objects.")
  var json = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How rows are written: table, line, markdown, csv, tsv, json, ndjson or html.",
      valueName: "mode"))
  var mode: OutputMode?

  @Option(
    name: .long, help: ArgumentHelp("Colour: auto, always or never.", valueName: "when"))
  var color: ColorChoice = .auto

  @Flag(name: .long, help: "No colour, no cut columns, progress as plain lines.")
  var plain = false

  @Flag(name: .long, help: "Never start a pager.")
  var noPager = false

  @Flag(name: [.short, .long], help: "Print only what was asked for.")
  var quiet = false

  @Option(
    name: .long,
    help: ArgumentHelp("The staff id of who records (else $STIPPLE_ACTOR).", valueName: "id"))
  var actor: String?

  /// `--actor` or `$STIPPLE_ACTOR`; nobody records anonymously.
  func recorder() throws(Message) -> String {
    guard let id = actor ?? environment("STIPPLE_ACTOR"), !id.isEmpty else {
      throw Message(
        "who records this? nothing was written", hint: "--actor U1, or export STIPPLE_ACTOR=U1",
        status: .usage)
    }
    return id
  }

  func validate() throws {
    if store?.isEmpty == true { throw ValidationError("--store takes a path") }
  }

  /// The store's folder: `--store`, `$STIPPLE_STORE`, or `clinic.stipple` here.
  var path: String {
    store ?? environment("STIPPLE_STORE") ?? "clinic.stipple"
  }

  /// The moment that `--as-of` names; nil is now.
  func moment(in store: ClinicStore) throws(StoreError) -> Moment? {
    try asOf.map { (text) throws(StoreError) in try store.moment(text) }
  }

  /// Refuses `--as-of` where something is to be written.
  func refuseMoment() throws(Message) {
    guard asOf != nil else { return }
    throw Message(
      "--as-of asks about the past; nothing can be written there", hint: "leave out --as-of",
      note: "nothing was recorded", status: .usage)
  }

  /// How rows leave: what was asked for, else a table on a terminal and TSV elsewhere.
  var outputMode: OutputMode {
    if json { return .json }
    return mode ?? (Destination.standardOutput.isTerminal ? .table : .tsv)
  }

  /// The page that rows are laid out on.
  var page: Page {
    let output = Destination.standardOutput
    guard output.isTerminal else { return .file }
    return .terminal(width: plain ? nil : output.width, rowLimit: nil, style: style)
  }

  /// Colour as asked for, and as standard output can show it.
  var style: Style { style(on: .standardOutput) }

  /// Colour as asked for, and as an output can show it.
  func style(on output: Destination) -> Style {
    Style(plain ? .never : color, isTerminal: output.isTerminal, environment: environment)
  }

  /// Tells a person something beside the data, on standard error; silent under `-q`.
  func say(_ text: String) {
    if !quiet { try? Destination.standardError.write(text + "\n") }
  }

  /// Writes a small answer in the mode asked for.
  func write(_ listing: Listing) throws(OutputError) {
    try ResultWriter.write(listing, mode: outputMode, to: .standardOutput, page: page)
  }
}

/// What every command that writes takes.
struct WritingOptions: ParsableArguments {
  @Flag(
    name: .long,
    help: "Take the entry although this machine's clock is more than 5 min behind the log's.")
  var confirmClock = false
}

/// The words that an option may take.
///
/// They are told to the argument parser, which at every start would else find them out by key paths.
protocol OptionWord: ExpressibleByArgument, CaseIterable, RawRepresentable<String> {}

extension OptionWord {
  static var allValueStrings: [String] { allCases.map { $0.rawValue } }
  static var allValueDescriptions: [String: String] { [:] }
  var defaultValueDescription: String { rawValue }
}

extension OutputMode: OptionWord {}
extension ColorChoice: OptionWord {}

extension Message {
  /// A store's error as the command tells it, with its exit code.
  init(_ error: StoreError) {
    let status: ExitStatus =
      switch error.kind {
      case .refused: .refused
      case .badInput: .badInput
      case .noStore: .noStore
      case .locked: .locked
      case .notAllowed: .notAllowed
      case .io: .io
      case .damaged: .damaged
      case .interrupted: .interrupted
      }
    self.init(error.message, hint: error.hint, note: error.note, status: status)
    also = error.also
  }
}
