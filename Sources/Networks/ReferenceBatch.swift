import Kernels
import Records

/// Observations of random play, by which a virtual batch normalises networks.
package struct ReferenceBatch: Sendable, Hashable {
    package let valueCount: Int
    /// Shape `[count, valueCount]`, each finite.
    package let observations: [Float]

    package var count: Int { observations.count / valueCount }

    /// Some of what was observed, evenly spread over it.
    /// - Parameter samples: Shape `[values, observations]`, at least one observation.
    package init(_ count: Int, of samples: [[Float]]) {
        valueCount = samples.count
        observations = (0..<count).flatMap { index in samples.map { $0[index * $0.count / count] } }
    }

    /// The observations as those of lanes.
    package var lanes: ObservationBatch {
        let batch = ObservationBatch(capacity: count, valueCount: valueCount, layout: .laneMajor)
        batch.observations.copy(from: observations)
        return batch
    }

    package func save(to archive: inout ArchiveWriter) {
        archive.write(observations, as: "reference", shape: [count, valueCount])
    }

    package init(from archive: ArchiveReader, values: Int) throws(ArchiveError) {
        let shape = try archive.shape(of: "reference")
        guard shape.count == 2, shape[0] >= 2, shape[1] == values else {
            throw archive.invalid("reference", because: "has the shape \(shape), which is not that of observations")
        }
        valueCount = values
        observations = try archive.floats("reference", shape: shape)
        guard observations.allSatisfy(\.isFinite) else {
            throw archive.invalid("reference", because: "has a number that is not finite")
        }
    }
}
