import ArgumentParser
import ClinicStore
import Records
import Simulation

/// `stipple simulate`.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Write a made-up clinic's months as NDJSON on standard output.",
    discussion: """
      Staff, clients, courses, bookings and treatment sessions, with what goes wrong in any clinic: \
      missed appointments, late calls, corrections, a recall. Everybody is invented. The same \
      options give the same bytes. The lines are in the form of an export:

        stipple simulate --sessions 1000 | stipple --store demo.stipple import - --as-recorded
        stipple simulate --sessions 50 --seed 3 | jq .type
      """)

  @Option(
    name: .long, help: ArgumentHelp("How many treatment sessions.", valueName: "n"))
  var sessions = 1_000

  @Option(name: .long, help: ArgumentHelp("What decides all chance.", valueName: "k"))
  var seed: UInt64 = 1

  @Option(name: .long, help: "The clinic's name.")
  var clinic = "Fictional Street Skin Clinic"

  @Option(
    name: .long, help: ArgumentHelp("Its time zone, by tzdata's name.", valueName: "zone"))
  var zone = "Europe/London"

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The last day it may reach; it ends in the week before (2026-06-30 if left out).",
      valueName: "date"))
  var until: String?

  func run() throws {
    guard (0...1_000_000).contains(sessions) else {
      throw Message("--sessions takes 0 to 1000000", status: .usage)
    }
    guard let zone = ClinicZone(zone) else {
      throw Message(
        "no time zone has that name; nothing was written",
        hint: "a name from tzdata, such as Europe/London or America/Toronto", status: .badInput)
    }
    var last = Simulation.lastDay
    if let until {
      guard let day = CalendarDate(iso: until) else {
        throw Message(
          "cannot read the day that --until names", hint: "2026-06-30", status: .usage)
      }
      last = day
    }
    let simulation = Simulation(
      sessions: sessions, seed: seed, clinic: clinic, zone: zone.name, until: last,
      offsetMinutes: zone.offsetMinutes(at:))
    let output = Destination.standardOutput
    var buffer: [UInt8] = []
    buffer.reserveCapacity(Self.piece + 4_096)
    try simulation.forEach { (event) throws(OutputError) in
      buffer += EventLine.json(of: event)
      buffer.append(UInt8(ascii: "\n"))
      guard buffer.count >= Self.piece else { return }
      try output.write(buffer)
      buffer.removeAll(keepingCapacity: true)
    }
    try output.write(buffer)
  }

  /// How many bytes are written at once.
  private static let piece = 1 << 16
}
