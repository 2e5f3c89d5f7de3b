/// The figure of a benchmark: the median over repetitions, with the least and the greatest.
package struct Figure: Sendable, Hashable, Encodable {
    package let name: String
    /// What was done, in words.
    package let work: String
    package let unit: String
    package let kernels: String
    package let threads: Int
    package let median: Double
    package let minimum: Double
    package let maximum: Double
    package let repetitions: Int

    /// - Parameter samples: At least one.
    init(name: String, work: String, unit: String, kernels: String, threads: Int, samples: [Double]) {
        let sorted = samples.sorted()
        let middle = sorted.count / 2
        self.name = name
        self.work = work
        self.unit = unit
        self.kernels = kernels
        self.threads = threads
        median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        minimum = sorted[0]
        maximum = sorted[sorted.count - 1]
        repetitions = sorted.count
    }
}
