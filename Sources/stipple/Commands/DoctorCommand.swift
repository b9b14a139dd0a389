import ArgumentParser
import ClinicStore

/// `stipple doctor`.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "The store's health: versions, sizes, free space, readers, permissions.")

  @OptionGroup var options: StoreOptions

  func run() throws {
    let store = try ClinicStore.openAsFound(at: options.path)
    let checkup = try store.checkup()
    try options.write(
      Listing(
        columns: ["what", "value", "verdict"],
        rows: checkup.map { finding in
          [.text(finding.what), .text(finding.value), .text(finding.problem ?? "ok")]
        }))
    if checkup.contains(where: { $0.problem != nil }) { throw ExitStatus.refused }
  }
}
