import Environments
import Kernels
import Networks
import Testing

@testable import Experiments

@Suite struct `The choice of an encoder` {
    private let box = Space.box(low: [-1, -1], high: [1, 1])

    private func thresholds(_ choice: EncoderChoice, for space: Space? = nil) throws -> ObservationThresholds {
        try choice.thresholds(for: space ?? box) {
            Issue.record("no samples are needed")
            return []
        }
    }

    @Test func `takes one bound for all values, or one for each`() throws {
        let one = try thresholds(.thermometer(count: 2, bounds: .init(low: [0], high: [4])))
        #expect(one == ObservationThresholds(values: [[1, 3], [1, 3]], isOneHot: false))
        let each = try thresholds(.buckets(count: 2, bounds: .init(low: [0, 2], high: [4])))
        #expect(each == ObservationThresholds(values: [[2], [3]], isOneHot: true))
        let genome = try thresholds(.genomeBuckets(count: 4, bounds: .init(low: [-1], high: [1])))
        #expect(genome == ObservationThresholds(values: [[-1, 0, 1], [-1, 0, 1]], isOneHot: true))
    }

    @Test func `refuses lists of another length than the observation`() {
        let mistakes: [(EncoderChoice, ExperimentError)] = [
            (
                .thermometer(count: 2, bounds: .init(low: [0, 0, 0], high: [1])),
                .size(part: "encoder", option: "low", got: 3, owner: "an observation", values: 2)
            ),
            (
                .buckets(count: 2, bounds: .init(low: [0], high: [1, 1, 1])),
                .size(part: "encoder", option: "high", got: 3, owner: "an observation", values: 2)
            ),
            (
                .thresholds([[0]], isOneHot: false),
                .size(part: "encoder", option: "thresholds", got: 1, owner: "an observation", values: 2)
            ),
        ]
        for (choice, error) in mistakes { #expect(throws: error) { try thresholds(choice) } }
    }

    @Test func `without bounds takes quantiles of what was observed`() throws {
        let samples: [[Float]] = [[0, 1, 2, 3, 4], [5, 5, 5, 5, 5]]
        for choice in [EncoderChoice.thermometer(count: 2, bounds: nil), .buckets(count: 2, bounds: nil), .standard] {
            #expect(choice.isCalibrated(for: box))
        }
        let thermometer = try EncoderChoice.thermometer(count: 2, bounds: nil).thresholds(for: box) { samples }
        #expect(thermometer == ObservationThresholds(values: [[1, 3], [5, 5]], isOneHot: false))
        let buckets = try EncoderChoice.buckets(count: 2, bounds: nil).thresholds(for: box) { samples }
        #expect(buckets == ObservationThresholds(values: [[2], [5]], isOneHot: true))
        let standard = try EncoderChoice.standard.thresholds(for: box) { samples }
        #expect(standard.values.map(\.count) == [16, 16] && !standard.isOneHot)
    }

    @Test func `of images has the bounds of a byte`() throws {
        let image = Space.image(ImageShape(height: 1, width: 2, channels: 1))
        let bytes = Bounds(low: [0], high: [255])
        #expect(EncoderChoice.standard.ofImages == .thermometer(count: 16, bounds: bytes))
        #expect(EncoderChoice.buckets(count: 4, bounds: nil).ofImages == .buckets(count: 4, bounds: bytes))
        let own = EncoderChoice.thermometer(count: 2, bounds: Bounds(low: [10], high: [20]))
        #expect(own.ofImages == own && EncoderChoice.sign.ofImages == .sign)
        let choice = EncoderChoice.thermometer(count: 3, bounds: nil).ofImages
        let expected: [Float] = [42.5, 127.5, 212.5]
        #expect(try thresholds(choice, for: image).values == [expected, expected])
        #expect(try EncoderChoice.standard.numbers(for: image, isBinary: false) == .normalized(2, clip: 5))
        #expect(try EncoderChoice.standard.numbers(for: image, isBinary: true) == nil)
        for space in [Space.discrete(count: 3), .binary(count: 3)] {
            #expect(try EncoderChoice.standard.numbers(for: space, isBinary: false) == nil)
        }
    }

    @Test func `needs no samples where thresholds are known`() throws {
        #expect(try thresholds(.sign) == ObservationThresholds(values: [[0], [0]], isOneHot: false))
        #expect(try thresholds(.standard, for: .binary(count: 2)) == thresholds(.bits, for: .binary(count: 2)))
        #expect(!EncoderChoice.standard.isCalibrated(for: .binary(count: 2)))
        let written = try thresholds(.thresholds([[1], [2, 3]], isOneHot: true))
        #expect(written == ObservationThresholds(values: [[1], [2, 3]], isOneHot: true))
    }

    @Test func `has an identity of its own`() {
        let bounds = Bounds(low: [0], high: [1])
        let choices: [EncoderChoice] = [
            .standard, .thermometer(count: 2, bounds: nil), .thermometer(count: 3, bounds: nil),
            .thermometer(count: 2, bounds: bounds), .buckets(count: 2, bounds: bounds),
            .genomeBuckets(count: 2, bounds: bounds), .thresholds([[0]], isOneHot: false),
            .thresholds([[0]], isOneHot: true), .sign, .bits,
        ]
        #expect(Set(choices.map(\.identity)).count == choices.count)
    }
}
