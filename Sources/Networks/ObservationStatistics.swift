import Kernels
import Records

/// How many observations there were, and the sums of their values and of the squares.
///
/// Sums are float64 and are added in a fixed order: episode by episode, and these in order of individual.
package struct ObservationStatistics: Sendable, Hashable {
    package private(set) var count: Int
    private var values: [Double]
    private var squares: [Double]

    /// - Parameter sums: Those of the values, then those of their squares.
    package init(count: Int, sums: [Double]) {
        self.count = count
        values = Array(sums.prefix(sums.count / 2))
        squares = Array(sums.suffix(sums.count / 2))
    }

    /// Of samples, shape `[values, observations]`.
    package init(of samples: [[Float]]) {
        count = samples.first?.count ?? 0
        values = samples.map { $0.reduce(0) { $0 + Double($1) } }
        squares = samples.map { $0.reduce(0) { $0 + Double($1) * Double($1) } }
    }

    /// Sums of the values, then those of their squares.
    package var sums: [Double] { values + squares }

    package mutating func add(_ other: ObservationStatistics) {
        count += other.count
        for value in values.indices {
            values[value] += other.values[value]
            squares[value] += other.squares[value]
        }
    }

    /// Mean and deviation of each value; where nothing varied, a deviation of 1.
    package var normalization: Normalization {
        let means = values.map { $0 / Double(count) }
        let deviations = zip(means, squares).map { mean, square in
            let variance = square / Double(count) - mean * mean
            return variance > 1e-12 * mean * mean && Float(variance.squareRoot()) > 0 ? variance.squareRoot() : 1
        }
        return Normalization(means: means.map { Float($0) }, deviations: deviations.map { Float($0) })
    }

    package func save(to archive: inout ArchiveWriter) {
        archive.write(Int64(count), as: "count")
        archive.write(values, as: "sums")
        archive.write(squares, as: "squares")
    }

    package init(from archive: ArchiveReader, values: Int) throws(ArchiveError) {
        let count: Int64 = try archive.value("count")
        guard count > 0 else {
            throw archive.invalid("count", because: "is \(count), which is no number of observations")
        }
        self.count = Int(count)
        self.values = try archive.doubles("sums", shape: [values])
        squares = try archive.doubles("squares", shape: [values])
        guard (self.values + squares).allSatisfy(\.isFinite) else {
            throw archive.invalid("sums", because: "has a number that is not finite")
        }
    }
}
