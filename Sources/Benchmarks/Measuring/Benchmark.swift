import Kernels

/// Something whose speed is measured.
package struct Benchmark: Sendable {
    /// Lower case, words joined by hyphens.
    package let name: String
    /// What `bench --list` says: what is measured, and how.
    package let summary: String
    /// How many of what a figure counts: evaluations a second, for example.
    package let unit: String
    let measure: @Sendable (BenchmarkSettings) throws -> Measurement

    init(
        _ name: String,
        unit: String,
        _ summary: String,
        measure: @escaping @Sendable (BenchmarkSettings) throws -> Measurement
    ) {
        self.name = name
        self.unit = unit
        self.summary = summary
        self.measure = measure
    }

    /// Measures it.
    /// - Throws: What an environment, a script or a file threw.
    package func run(_ settings: BenchmarkSettings) throws -> Figure {
        let measurement = try measure(settings)
        return Figure(
            name: name,
            work: measurement.work,
            unit: unit,
            kernels: settings.kernels.name,
            threads: measurement.threads,
            samples: measurement.samples
        )
    }
}

/// What measuring gave: one number for each repetition, in the unit of the benchmark.
struct Measurement: Sendable {
    let work: String
    var threads = 1
    let samples: [Double]
}

/// How benchmarks are carried out.
package struct BenchmarkSettings: Sendable {
    package var kernels = KernelSet.best
    /// Workers of the benchmarks that use several; nil: what each says.
    package var threads: Int?
    /// Times that a loop is measured, at least 1.
    package var repetitions = 9
    /// Seconds of a repetition of a loop, above 0.
    package var seconds = 0.12
    /// Runs of the whole program or of whole experiments, at least 1.
    package var runs = 20
    /// The script of the experiment that is run.
    package var script = "experiments/cartpole.lua"
    /// The Python that plays environments of Gymnasium; nil: the one that is found.
    package var python: String?
    /// The program that is started.
    package var executable = ""

    package init() {}
}
