import ArgumentParser
import ClinicSQL
import ClinicStore
import Glibc

/// `stipple query`.
struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Ask the tables in SQL.",
    discussion: """
      SQL is SQLite's, and read-only. Several statements may follow each other; the first error \
      stops.

        stipple query -c "select id, client, status from sessions"
        stipple query -c "select * from serums where lot = :lot" -p lot=HA-7
        stipple query -f report.sql --mode csv
        echo "select count(*) from sessions" | stipple query
        stipple query -c ".tables"
      """)

  @Option(name: [.customShort("c"), .customLong("command")], help: "The SQL.")
  var sql: String?

  @Option(name: .shortAndLong, help: "A file of SQL.")
  var file: String?

  @Option(
    name: [.customShort("p"), .customLong("param")],
    help: ArgumentHelp("Binds :name to a value.", valueName: "name=value"))
  var parameters: [String] = []

  @OptionGroup var options: StoreOptions

  func run() throws {
    let session = try QuerySession(store: options.open())
    session.moment = try options.moment(in: session.store)
    session.progress = { [options] in Progress("query", options) }
    for parameter in parameters {
      guard let equals = parameter.firstIndex(of: "="), equals != parameter.startIndex else {
        throw Message("-p takes name=value", hint: "-p lot=HA-7", status: .usage)
      }
      session.parameters[String(parameter[..<equals])] = .literal(
        String(parameter[parameter.index(after: equals)...]))
    }
    let settings = Repl.Settings(options: options)
    let input: ScriptInput
    switch (sql, file) {
    case (let sql?, nil): input = try .text(sql)
    case (nil, let file?): input = try .file(file)
    case (nil, nil): input = .standard
    case (_?, _?):
      throw Message("-c and -f do not go together", status: .usage)
    }
    let repl = Repl(
      engine: session.engine, settings: settings, input: input.descriptor, isInteractive: false,
      output: .standardOutput, errors: .standardError)
    let status = repl.run()
    if status != .ok { throw status }
  }
}
