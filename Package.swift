// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
]

/// Unoptimised, a kernel is two orders of magnitude slower: debug builds and tests compile C with -O2 as well.
let cSettings: [CSetting] = [
    .treatAllWarnings(as: .error),
    .unsafeFlags(["-O2"], .when(configuration: .debug)),
]

/// One floor of the house: a module, and the modules of lower floors that it may import.
func floor(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: swiftSettings)
}

func tests(
    _ module: String,
    _ dependencies: [Target.Dependency] = [],
    exclude: [String] = [],
    resources: [Resource] = []
) -> Target {
    .testTarget(
        name: module + "Tests",
        dependencies: [.init(stringLiteral: module), "TestSupport"] + dependencies,
        exclude: exclude,
        resources: resources,
        swiftSettings: swiftSettings
    )
}

let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "genome-lua",
    products: [
        .executable(name: "genome-lua", targets: ["genome-lua"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0"),
    ],
    targets: [
        // C: hot loops and elementary functions │ what scripts compute with │ Lua │ what Swift cannot do with Lua │ what
        // native environments are │ what it cannot do with processes
        .target(name: "CKernels", cSettings: cSettings),
        .target(name: "CVectors", dependencies: ["CKernels"], cSettings: cSettings),
        .systemLibrary(name: "CLua", pkgConfig: "lua5.4", providers: [.apt(["liblua5.4-dev"])]),
        .target(name: "CLuaSupport", dependencies: ["CLua", "CVectors"], cSettings: cSettings),
        .target(name: "CEnvironment", dependencies: ["CKernels"], cSettings: cSettings),
        .target(name: "CProcesses", cSettings: cSettings),

        // Each floor imports only from those above it in this list.
        floor("Kernels", ["CKernels"]),
        floor("Records", ["Kernels", protobuf], exclude: ["Messages/archive.proto"]),
        floor("Randomness", ["Kernels", "Records"]),
        floor("Processes", ["CProcesses", "Kernels"]),
        floor("Networks", ["Kernels", "Records", "Randomness"]),
        floor("Search", ["Kernels", "Records", "Randomness", "Networks"]),
        floor("Environments", ["CEnvironment", "Kernels", "Records", "Randomness", "Processes"]),
        floor("EventFiles", ["Records", protobuf], exclude: ["Messages/event.proto"]),
        floor("LuaHost", ["CLua", "CLuaSupport"]),
        floor("Rollouts", ["Kernels", "Records", "Randomness", "Processes", "Networks", "Search", "Environments"]),
        floor(
            "Experiments",
            ["Kernels", "Records", "Randomness", "Networks", "Search", "Environments", "EventFiles", "Rollouts"]
        ),
        floor(
            "GenomeLua",
            [
                "LuaHost", "Experiments", "Kernels", "Records", "Randomness", "Networks", "Search", "Environments",
                "Rollouts",
            ]
        ),
        floor(
            "Benchmarks",
            [
                "Kernels", "Records", "Randomness", "Processes", "Networks", "Search", "Environments", "EventFiles",
                "Rollouts", "Experiments", "GenomeLua",
            ]
        ),
        .executableTarget(
            name: "genome-lua",
            dependencies: [
                "Benchmarks", "GenomeLua", "Experiments", "Environments", "Kernels", "LuaHost", "Records",
                argumentParser,
            ],
            swiftSettings: swiftSettings
        ),

        // Helpers of the tests, then one test target a module.
        .target(
            name: "TestSupport", dependencies: ["EventFiles", "Records"], path: "Tests/TestSupport",
            swiftSettings: swiftSettings),
        tests("Kernels", ["CKernels"]),
        tests("Records"),
        tests("Randomness"),
        tests("Processes"),
        tests("Networks"),
        tests("Search"),
        tests("Environments", exclude: ["Native"], resources: [.copy("Recordings")]),
        tests("EventFiles"),
        tests("LuaHost", ["CKernels"]),
        tests("Rollouts"),
        tests("Experiments", ["EventFiles", "Kernels", "Networks", "Records", "Search"]),
        tests("GenomeLua", ["Experiments"], exclude: ["Lua"]),
        tests("Benchmarks", ["Kernels"]),
        // Not a test by itself: what Scripts/dieharder reads.
        .target(name: "CRandomStream", path: "Tests/CRandomStream", cSettings: cSettings),
        .executableTarget(
            name: "random-stream", dependencies: ["CRandomStream", "Kernels", "Randomness", argumentParser],
            path: "Tests/RandomStream", swiftSettings: swiftSettings),
        .testTarget(
            name: "RandomStreamTests", dependencies: ["random-stream", "Kernels", "Randomness", "TestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "TestSupport", "genome-lua", "Kernels", "Randomness", "Search", "Rollouts", "Experiments", "GenomeLua",
            ],
            swiftSettings: swiftSettings),
    ],
    cLanguageStandard: .c17
)
