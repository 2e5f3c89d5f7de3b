import Kernels
import Randomness

/// Adds normal deviates to the outputs of the networks of rated individuals, so that what they learn bears it.
final class ActionNoise: EpisodePart {
    let stage: Stage
    private let streams: Streams

    /// A stream for each lane.
    private final class Streams {
        var lanes: [RandomStream]

        init(_ lanes: [RandomStream]) { self.lanes = lanes }
    }

    /// - Parameters:
    ///   - deviation: Of what is added, above 0.
    ///   - outputs: Shape `[capacity, count]`.
    init(deviation: Double, outputs: Buffer<Float>, count: Int, capacity: Int) {
        let unused = RandomStream(RandomAddress(seed: 0, purpose: .decoder))
        let streams = Streams(Array(repeating: unused, count: capacity))
        self.streams = streams
        stage = Stage(capacity: capacity) { lanes in
            for lane in 0..<lanes {
                for output in lane * count..<(lane + 1) * count {
                    outputs[output] += Float(deviation * streams.lanes[lane].normal())
                }
            }
        }
    }

    func reset(lane: Int, random: RandomStream) { streams.lanes[lane] = random }

    func move(from source: Int, to target: Int) { streams.lanes[target] = streams.lanes[source] }
}
