// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target of the package is held to.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableExperimentalFeature("Lifetimes"),
]

let package = Package(
  name: "stipple",
  targets: [
    // LMDB: the store itself, a memory-mapped B+tree with one writer and many readers.
    .systemLibrary(name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"])]),
    // xxHash: XXH3, the checksum at the end of every record.
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),

    .target(name: "LMDB", dependencies: ["CLMDB"], swiftSettings: strict),
    .target(name: "Records", dependencies: ["CXXHash"], swiftSettings: strict),

    .executableTarget(
      name: "SchemaCompiler", dependencies: ["Records"], path: "Tools/SchemaCompiler",
      swiftSettings: strict),

    // What LMDBTests runs as another process: to hold a lock, to die, to meet a full disk.
    .executableTarget(
      name: "LMDBProbe", dependencies: ["LMDB"], path: "Tests/Probes/LMDBProbe",
      swiftSettings: strict),
    .testTarget(name: "LMDBTests", dependencies: ["LMDB", "LMDBProbe"], swiftSettings: strict),
    .testTarget(name: "RecordsTests", dependencies: ["Records"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
