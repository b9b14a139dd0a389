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

/// The same, where raw memory has no business: every unsafe expression is an error.
let strictAndSafe: [SwiftSetting] = strict + [.strictMemorySafety()]

/// The Swift runtime inside: a program starts in less time, and runs where there is no toolchain.
let runtimeInside: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-static-stdlib", "-l_FoundationCShims", "-l_FoundationCollections",
      "-Xlinker", "--no-export-dynamic",
    ], .when(configuration: .release))
]

let package = Package(
  name: "stipple",
  products: [
    .executable(name: "stipple", targets: ["stipple"])
  ],
  dependencies: [
    // Commands, options, help, shell completion: the conventions people already know.
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    // SHA-256 for the log's leaf hashes; Ed25519 and AES-GCM come from the same place.
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
  ],
  targets: [
    // LMDB: the store itself, a memory-mapped B+tree with one writer and many readers.
    .systemLibrary(name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"])]),
    // SQLite: the SQL engine, over tables that stay in LMDB.
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    // xxHash: XXH3, the checksum at the end of every record.
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),

    .target(name: "LMDB", dependencies: ["CLMDB"], swiftSettings: strict),
    .target(name: "Records", dependencies: ["CXXHash"], swiftSettings: strict),
    .target(
      name: "EventLog",
      dependencies: ["LMDB", "Records", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strictAndSafe),
    .target(
      name: "Clinic", dependencies: ["Records", "EventLog"], swiftSettings: strictAndSafe),
    .target(
      name: "ClinicStore",
      dependencies: [
        "LMDB", "Records", "EventLog", "Clinic", .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .target(
      name: "ClinicSQL",
      dependencies: ["CSQLite", "LMDB", "Records", "EventLog", "Clinic", "ClinicStore"],
      swiftSettings: strict),
    // Statements typed on a terminal: bytes to keys, keys to a state, a state to a screen.
    .target(name: "LineEditor", dependencies: ["Records"], swiftSettings: strict),
    // A made-up clinic's months, for the demo, the benchmarks and the tests.
    .target(
      name: "Simulation", dependencies: ["Records", "EventLog", "Clinic"],
      swiftSettings: strictAndSafe),
    // What is told of a session, a lot, a stream: values first, then text.
    .target(
      name: "Reports",
      dependencies: [
        "Records", "EventLog", "Clinic", "ClinicStore", "ClinicSQL",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "stipple",
      dependencies: [
        "Records", "EventLog", "Clinic", "ClinicStore", "ClinicSQL", "Simulation", "Reports",
        "LineEditor", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict,
      linkerSettings: runtimeInside),

    .executableTarget(
      name: "SchemaCompiler", dependencies: ["Records"], path: "Tools/SchemaCompiler",
      swiftSettings: strict),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "CSQLite", "LMDB", "Records", "EventLog", "Clinic", "ClinicStore", "ClinicSQL",
        "Simulation",
      ],
      path: "Tools/Benchmarks", exclude: ["baseline.json"], swiftSettings: strict,
      // Linked as `stipple` is, since it measures that; and with what all of Foundation needs.
      linkerSettings: runtimeInside + [
        .unsafeFlags(["-lCoreFoundation", "-l_FoundationICU"], .when(configuration: .release))
      ]),
    .testTarget(name: "BenchmarksTests", dependencies: ["Benchmarks"], swiftSettings: strict),
    // What does stores harm, and looks whether the program keeps its word.
    .executableTarget(
      name: "CrashLab",
      dependencies: ["ClinicSQL", "ClinicStore", "EventLog", "Clinic", "Records", "LMDB"],
      path: "Tools/CrashLab", exclude: ["Preload"], swiftSettings: strict),
    // What fuzzing tries with its bytes, for the fuzzer and for the tests alike.
    .target(
      name: "FuzzTargets",
      dependencies: [
        "Records", "EventLog", "Clinic", "ClinicStore", "ClinicSQL", "LineEditor", "MadeUpTables",
        "Simulation", "TestTerminal", .product(name: "Crypto", package: "swift-crypto"),
      ],
      path: "Tools/Fuzz/Targets", swiftSettings: strict),
    .executableTarget(
      name: "Fuzz", dependencies: ["FuzzTargets"], path: "Tools/Fuzz/Driver",
      swiftSettings: strict),
    .testTarget(
      name: "FuzzTests", dependencies: ["FuzzTargets"], path: "Tests/Fuzz/Tests",
      swiftSettings: strict),

    // What LMDBTests runs as another process: to hold a lock, to die, to meet a full disk.
    .executableTarget(
      name: "LMDBProbe", dependencies: ["LMDB"], path: "Tests/Probes/LMDBProbe",
      swiftSettings: strict),
    .testTarget(
      name: "LMDBTests", dependencies: ["LMDB", "LMDBProbe", "TestProcesses"],
      swiftSettings: strict),
    // Programs that tests run as other processes: this package's own, Python, the shell.
    .target(
      name: "TestProcesses", path: "Tests/Support/TestProcesses", swiftSettings: strict),
    .testTarget(
      name: "RecordsTests", dependencies: ["Records", "SchemaCompiler", "TestProcesses"],
      swiftSettings: strict),
    .testTarget(
      name: "SchemaTests", dependencies: ["Records", "EventLog", "Clinic", "TestProcesses"],
      exclude: ["Golden", "judge.py", "requirements.txt", "validate.py"], swiftSettings: strict),
    .testTarget(
      name: "EventLogTests",
      dependencies: ["EventLog", "LMDB", "LogProbe", "Records", "TestProcesses"],
      swiftSettings: strict),
    // A process of its own for tests of many at once.
    .executableTarget(
      name: "LogProbe", dependencies: ["EventLog", "LMDB", "Records"],
      path: "Tests/Probes/LogProbe",
      swiftSettings: strict),
    .testTarget(
      name: "ClinicTests", dependencies: ["Clinic", "EventLog", "Records"], swiftSettings: strict),
    .testTarget(
      name: "LineEditorTests",
      dependencies: ["LineEditor", "LineProbe", "Records", "TestProcesses", "TestTerminal"],
      swiftSettings: strict),
    // A terminal whose screen a test looks at and whose keys it types.
    .target(
      name: "TestTerminal", dependencies: ["Records"], path: "Tests/Support/TestTerminal",
      swiftSettings: strict),
    // A process of its own that reads statements from a terminal and says what came.
    .executableTarget(
      name: "LineProbe", dependencies: ["LineEditor"], path: "Tests/Probes/LineProbe",
      swiftSettings: strict),
    .testTarget(
      name: "SimulationTests",
      dependencies: [
        "Simulation", "ClinicStore", "Clinic", "EventLog", "Records", "TestProcesses",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ClinicStoreTests",
      dependencies: [
        "ClinicStore", "Clinic", "EventLog", "LMDB", "Records", "Simulation", "TestProcesses",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ClinicSQLTests",
      dependencies: [
        "ClinicSQL", "ClinicStore", "Clinic", "EventLog", "LMDB", "MadeUpTables", "Records",
        "CSQLite",
      ],
      exclude: ["Data"], swiftSettings: strict),
    // Tables made up of every kind of column, and statements to ask of them and of SQLite's own.
    .target(
      name: "MadeUpTables", dependencies: ["CSQLite", "ClinicSQL", "LMDB", "Records"],
      path: "Tests/Support/MadeUpTables", swiftSettings: strict),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "ClinicSQL", "ClinicStore", "Clinic", "EventLog", "Records", "Simulation",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "StippleTests",
      dependencies: [
        "stipple", "Reports", "ClinicSQL", "ClinicStore", "Clinic", "EventLog", "Records",
        "TestProcesses", "TestTerminal",
      ],
      exclude: ["Snapshots"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
