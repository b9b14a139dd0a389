import ArgumentParser
import ClinicStore
import EventLog

/// Where the key that signs checkpoints is kept.
struct KeyOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The file of the key that signs checkpoints (else $STIPPLE_KEY, else the store's path with "
        + ".key added).", valueName: "file"))
  var key: String?

  /// The key's file for a store: `--key`, `$STIPPLE_KEY`, or beside the store's folder.
  func path(ofStore store: String) -> String {
    key ?? environment("STIPPLE_KEY") ?? KeyFile.path(besideStore: store)
  }

  /// The key that signs a store's checkpoints.
  func read(forStore store: String) throws(StoreError) -> SigningKey {
    try KeyFile.read(path(ofStore: store))
  }
}
