import Foundation
import Kernels
import TestSupport
import Testing

/// Lengths around those that vectors and partial sums divide.
private let lengths = Array(1...35) + [63, 64, 65, 1000, 8192]

@Suite struct `The kernel of probabilities` {
    @Test(arguments: KernelSet.available) func `gives the sigmoid, and it in 65536ths`(kernels: KernelSet) {
        var random = SplitMix64(seed: 1)
        let special: [Double] = [
            0, -0.0, .infinity, -.infinity, 745, -745, 746, -746, 1e300, -1e300, 11.09, -11.09, 11.78, -11.79,
            0x1p-1074,
        ]
        for count in lengths {
            let drawn = (0..<count).map { _ in Double.random(in: -14...14, using: &random) }
            let values = count == 1000 ? special + drawn : drawn
            let start = 3
            let range = start..<start + values.count
            let logits = Buffer<Double>(repeating: 0, count: values.count + 11)
            logits.copy(from: values, at: start)
            let probabilities = Buffer<Double>(repeating: 7, count: values.count + 11)
            let thresholds = Buffer<UInt16>(repeating: 7, count: values.count + 11)
            kernels.probabilities(ofLogits: logits, range, into: probabilities, thresholds: thresholds)
            let expected = values.map(Elementary.sigmoid)
            #expect(probabilities.array(range).map(\.bitPattern) == expected.map(\.bitPattern), "\(count) logits")
            let rounded = expected.map { UInt16(min(max(($0 * 65536 + 0.5).rounded(.down), 1), 65535)) }
            #expect(thresholds.array(range) == rounded, "\(count) logits")
            for untouched in [0, 1, 2, range.upperBound, range.upperBound + 7] {
                #expect(probabilities[untouched] == 7 && thresholds[untouched] == 7, "\(count) logits")
            }
        }
    }

    @Test(arguments: KernelSet.available) func `never makes a bit certain, nor a threshold of a NaN undefined`(
        kernels: KernelSet
    ) {
        let logits = Buffer<Double>([.infinity, 1e300, 40, -.infinity, -1e300, -40, .nan])
        let probabilities = Buffer<Double>(repeating: 0, count: 7)
        let thresholds = Buffer<UInt16>(repeating: 0, count: 7)
        kernels.probabilities(ofLogits: logits, 0..<7, into: probabilities, thresholds: thresholds)
        #expect(thresholds.array() == [65535, 65535, 65535, 1, 1, 1, 1])
        #expect(probabilities[6].isNaN)
    }
}

@Suite struct `The kernel of the Bernoulli gradient` {
    @Test(arguments: KernelSet.available, [nil, 0.1, 1e-9] as [Double?])
    func `equals its formula bit for bit`(kernels: KernelSet, epsilon: Double?) {
        var random = SplitMix64(seed: 2)
        for count in lengths {
            let sums = (0..<count).map { _ in Int32.random(in: .min ... .max, using: &random) }
            let probabilities = (0..<count).map { _ in Double.random(in: 0...1, using: &random) }
            let (scale, total) = (
                Double.random(in: 0...1e-3, using: &random), Double.random(in: -9...9, using: &random)
            )
            let gradient = Buffer<Double>(repeating: 7, count: count + 8)
            kernels.bernoulliGradient(
                sums: Buffer(sums),
                probabilities: Buffer([5, 5] + probabilities),
                range: 2..<2 + count,
                scale: scale,
                total: total,
                epsilon: epsilon,
                into: gradient
            )
            let expected = zip(sums, probabilities).map { sum, p in
                let scaled = scale * Double(sum)
                let plain = scaled - total * p
                guard let epsilon else { return plain }
                let information = p * (1 - p)
                return plain / (information + epsilon)
            }
            #expect(gradient.array(0..<count).map(\.bitPattern) == expected.map(\.bitPattern), "\(count) weights")
            #expect(gradient.array(count..<count + 8).allSatisfy { $0 == 7 }, "\(count) weights")
        }
    }
}

@Suite struct `The entropy kernel` {
    private static func entropy(_ p: Double) -> Double {
        let q = 1 - p
        let a = p > 0 ? p * Elementary.log(p) : 0
        let b = q > 0 ? q * Elementary.log(q) : 0
        return -(a + b) * 0x1.71547652b82fep+0
    }

    @Test(arguments: KernelSet.available) func `equals its formula summed in 16 parts bit for bit`(kernels: KernelSet) {
        var random = SplitMix64(seed: 3)
        for count in lengths {
            var probabilities = (0..<count).map { _ in Double.random(in: 0...1, using: &random) }
            if count > 60 { probabilities.replaceSubrange(9..<14, with: [0, 1, 0x1p-1074, 1e-300, 1 - 0x1p-53]) }
            let sum = kernels.entropy(ofProbabilities: Buffer([0.5] + probabilities + [0.5]), 1..<1 + count)
            #expect(sum.bitPattern == longSum(probabilities.map(Self.entropy)).bitPattern, "\(count) bits")
            let closedForm = probabilities.reduce(0.0) { sum, p in
                p == 0 || p == 1 ? sum : sum - p * log2(p) - (1 - p) * log2(1 - p)
            }
            #expect(abs(sum - closedForm) <= 1e-12 * max(1, closedForm), "\(count) bits")
        }
    }

    @Test(arguments: KernelSet.available) func `is a bit for each fair bit and nothing for a certain one`(
        kernels: KernelSet
    ) {
        #expect(kernels.entropy(ofProbabilities: Buffer(repeating: 0.5, count: 8192), 0..<8192) == 8192)
        #expect(kernels.entropy(ofProbabilities: Buffer([0, 1, 0, 1, 1]), 0..<5) == 0)
        #expect(kernels.entropy(ofProbabilities: Buffer([0.5]), 0..<0) == 0)
    }
}
