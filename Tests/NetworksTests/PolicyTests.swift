import Kernels
import Networks
import Records
import TestSupport
import Testing

/// Policies of the tests, and how they are read and written.
private enum Policies {
    static func make(
        widths: [Int], hasBiases: Bool, isOneHot: Bool = false, choice: DiscreteChoice = .sign, actions: Int = 2
    ) -> Policy {
        // The thresholds of several values, as many bits as the network has inputs.
        let first = widths[0] / 3
        let counts = (first > 0 ? [first, widths[0] - first] : [widths[0]]).map { $0 - (isOneHot ? 1 : 0) }
        let thresholds = counts.map { count in (0..<count).map { Float($0) / 7 - 2 } }
        let network = BinaryNetwork(widths: widths, hasBiases: hasBiases)
        let shape = PolicyShape(
            thresholds: ObservationThresholds(values: thresholds, isOneHot: isOneHot),
            network: network,
            choice: choice,
            actions: actions
        )
        var random = SplitMix64(seed: UInt64(widths.reduce(0, +)))
        let genome = network.makeGenome()
        for word in 0..<genome.bits.count { genome.bits[word] = random.next() }
        genome.clearPadding()
        for bias in 0..<genome.floatCount { genome.floats[bias] = Float.random(in: -4...4, using: &random) }
        return Policy(shape: shape, genome: genome)
    }

    static func bytes(_ policy: Policy) -> [UInt8] {
        var archive = ArchiveWriter(format: "genome-lua policy", version: 1)
        policy.save(to: &archive)
        return archive.finish()
    }

    static func read(_ bytes: [UInt8]) throws(ArchiveError) -> Policy {
        try Policy(
            from: ArchiveReader(bytes, path: "run/policy", format: "genome-lua policy", supportedVersions: 1...1))
    }

    static func isSame(_ a: Policy, _ b: Policy) -> Bool {
        a.shape == b.shape && a.genome.bits.array() == b.genome.bits.array()
            && a.genome.floats.array().map(\.bitPattern) == b.genome.floats.array().map(\.bitPattern)
    }

    /// Runs the policy on one observation: what was read must at least run.
    static func run(_ policy: Policy) throws {
        guard case .thresholds(let thresholds) = policy.shape.encoder else { return }
        guard case .binary(let network) = policy.shape.network else { return }
        let encoder = ThresholdEncoder(thresholds, kernels: .best)
        let loaded = LoadedBinaryNetworks(network, slots: 1, capacity: 1, kernels: .best)
        loaded.load(policy.genome, slot: 0)
        let bits = Buffer<UInt64>(repeating: 0, count: network.shape.inputWords)
        let batch = ObservationBatch(capacity: 1, valueCount: encoder.valueCount, layout: .laneMajor)
        batch.observations.fill(0.5)
        let outputs = Buffer<Int32>(repeating: 0, count: policy.shape.decoder.outputCount)
        let actions = ActionBatch(capacity: 1, shape: policy.shape.decoder.actions)
        try encoder.stage(from: batch, into: bits).run(lanes: 1)
        try KernelSet.best.forward(loaded.networks, inputs: bits, outputs: outputs).run(lanes: 1)
        try policy.shape.decoder.stage(from: .integers(outputs), into: actions, kernels: .best)?.run(lanes: 1)
        if case .discrete(let count) = actions.shape {
            precondition(actions.discrete[0] >= 0 && actions.discrete[0] < count)
        }
    }
}

/// The arrays of a policy file, to be written with one or the other changed.
private struct PolicyArrays {
    var isOneHot = false
    var counts: [Int32] = [1, 2]
    var thresholds: [Float] = [0, 1, 2]
    var widths: [Int32] = [3, 2, 1]
    var hasBiases = true
    var weights: [UInt64] = [0x55]
    var biases: [Float] = [1, 2, 3]
    var choice = "sign"
    var actions: Int32 = 2
    var missing = ""

    var bytes: [UInt8] {
        var archive = ArchiveWriter(format: "genome-lua policy", version: 1)
        archive.scoped("encoder") { archive in
            if missing != "is_one_hot" { archive.write(isOneHot, as: "is_one_hot") }
            if missing != "counts" { archive.write(counts, as: "counts") }
            if missing != "thresholds" { archive.write(thresholds, as: "thresholds") }
        }
        archive.scoped("network") { archive in
            if missing != "widths" { archive.write(widths, as: "widths") }
            if missing != "has_biases" { archive.write(hasBiases, as: "has_biases") }
            if missing != "weights" { archive.write(weights, as: "weights") }
            if missing != "biases" { archive.write(biases, as: "biases") }
        }
        archive.scoped("decoder") { archive in
            if missing != "choice" { archive.write(choice, as: "choice") }
            if missing != "actions" { archive.write(actions, as: "actions") }
        }
        return archive.finish()
    }
}

@Suite struct `A policy file` {
    @Test(arguments: [
        Policies.make(widths: [64, 64, 1], hasBiases: false),
        Policies.make(widths: [7, 1], hasBiases: true),
        Policies.make(widths: [70, 33, 129, 4], hasBiases: true, isOneHot: true, choice: .argmax, actions: 4),
        Policies.make(widths: [1, 1], hasBiases: false, choice: .argmax, actions: 1),
    ])
    private func `gives back the policy bit for bit`(policy: Policy) throws {
        let bytes = Policies.bytes(policy)
        let copy = try Policies.read(bytes)
        #expect(Policies.isSame(copy, policy))
        #expect(Policies.bytes(copy) == bytes)
        try Policies.run(copy)
    }

    @Test(arguments: [
        PolicyDecoder.levels(ActionLevels(low: [-1, 0.5], high: [1, 3], count: 5, choice: .argmax)),
        .levels(ActionLevels(low: [0], high: [1], count: 2, choice: .sign)),
        .script(part("decoder"), outputs: 3, actions: .real(count: 2)),
        .script(part("decoder"), outputs: 1, actions: .discrete(count: 4)),
    ])
    func `gives back parts of all kinds`(decoder: PolicyDecoder) throws {
        for encoder in [
            PolicyEncoder.thresholds(.sign(values: 6)), .script(Self.part("encoder"), values: 2, bits: 6),
        ] {
            let network = BinaryNetwork(widths: [6, decoder.outputCount], hasBiases: false)
            let policy = Policy(
                shape: PolicyShape(encoder: encoder, network: .binary(network), decoder: decoder),
                genome: network.makeGenome())
            let copy = try Policies.read(Policies.bytes(policy))
            #expect(Policies.isSame(copy, policy))
            try Policies.run(copy)
        }
    }

    private static func part(_ path: String) -> ScriptPart {
        ScriptPart(file: "mine.lua", path: path, digest: "00ff")
    }

    @Test func `has levels evenly from the low to the high end`() {
        let levels = ActionLevels(low: [-1, 0], high: [1, 3], count: 4, choice: .argmax)
        #expect(levels.values == [-1, Float(-1 + 2.0 / 3), Float(-1 + 4.0 / 3), 1, 0, 1, 2, 3])
        #expect(levels.outputCount == 8)
    }

    @Test func `of 64 inputs, 64 hidden units and one output takes 1241 bytes`() {
        // 520 of weights, 256 of thresholds; the rest names them and guards them.
        #expect(Policies.bytes(Policies.make(widths: [64, 64, 1], hasBiases: false)).count == 1241)
    }

    @Test func `drops bits past the last weight`() throws {
        var arrays = PolicyArrays()
        arrays.weights = [.max]
        #expect(try Policies.read(arrays.bytes).genome.bits.array() == [0xff])
    }

    @Test func `is refused with what is wrong`() {
        func message(_ change: (inout PolicyArrays) -> Void) -> String? {
            var arrays = PolicyArrays()
            change(&arrays)
            do throws(ArchiveError) {
                _ = try Policies.read(arrays.bytes)
                return nil
            } catch {
                return error.description
            }
        }
        let other = "it was written by another version of the program, or for another script"
        #expect(message { _ in } == nil)
        for name in ["encoder/is_one_hot", "encoder/counts", "encoder/thresholds", "network/widths", "network/weights"]
            + ["network/has_biases", "network/biases", "decoder/choice", "decoder/actions"]
        {
            let last = String(name.split(separator: "/")[1])
            #expect(message { $0.missing = last } == "run/policy: there is no '\(name)'; \(other)")
        }
        #expect(message { $0.counts = [-1, 4] } == "run/policy: 'encoder/counts' has a negative count")
        #expect(
            message { $0.counts = [1, 3] } == "run/policy: 'encoder/thresholds' has shape [3], expected [4]; \(other)")
        #expect(
            message { $0.counts = [.max, .max] }
                == "run/policy: 'encoder/thresholds' has shape [3], expected [4294967294]; \(other)")
        #expect(
            message { $0.thresholds = [0, 2, 1] }
                == "run/policy: 'encoder/thresholds' has a value whose thresholds do not ascend")
        #expect(
            message { $0.thresholds = [.nan, 1, 2] }
                == "run/policy: 'encoder/thresholds' has a value whose thresholds do not ascend")
        #expect(
            message { $0.choice = "dice" }
                == "run/policy: 'decoder/choice' is 'dice', which this program does not know")
        #expect(
            message { $0.actions = 3 } == "run/policy: 'decoder/actions' is 3, which does not fit the decoder 'sign'")
        #expect(
            message { ($0.actions, $0.choice) = (0, "argmax") }
                == "run/policy: 'decoder/actions' is 0, which does not fit the decoder 'argmax'")
        for widths: [Int32] in [[], [3], [3, 0, 1], [4, 2, 1], [3, 2, 2], [3, -1, 1], [3, .max, 1]] {
            #expect(
                message { $0.widths = widths }
                    == "run/policy: 'network/widths' is \(widths), which does not fit the encoder and the decoder")
        }
        #expect(
            message { $0.isOneHot = true }
                == "run/policy: 'network/widths' is [3, 2, 1], which does not fit the encoder and the decoder")
        #expect(
            message { $0.weights = [1, 2] } == "run/policy: 'network/weights' has shape [2], expected [1]; \(other)")
        #expect(message { $0.biases = [1] } == "run/policy: 'network/biases' has shape [1], expected [3]; \(other)")
        #expect(
            message { $0.hasBiases = false } == "run/policy: 'network/biases' has shape [3], expected [0]; \(other)")
        for number in [Float.nan, .infinity] {
            #expect(
                message { $0.biases[1] = number } == "run/policy: 'network/biases' has a number that is not finite")
        }
    }

    @Test func `that asks for more memory than it brings is refused before memory is taken`() {
        var arrays = PolicyArrays()
        arrays.widths = [3, 1 << 24, 1 << 24, 1]
        let error = #expect(throws: ArchiveError.self) { _ = try Policies.read(arrays.bytes) }
        let words = (3 * (1 << 24) + 1 << 48 + 1 << 24) / 64
        #expect(error?.problem == .wrongShape(name: "network/weights", [1], expected: [words]))
        arrays.widths = [3] + [Int32](repeating: 1 << 24, count: 40_000) + [1]
        #expect(throws: ArchiveError.self) { _ = try Policies.read(arrays.bytes) }
    }

    @Test func `damaged at random is refused or reads as it was, and never traps`() throws {
        let policy = Policies.make(widths: [20, 9, 3], hasBiases: true, choice: .argmax, actions: 3)
        let bytes = Policies.bytes(policy)
        var fuzzer = ByteFuzzer(seed: 1)
        var refused = 0
        for round in 0..<3000 {
            let damaged = fuzzer.damaged(bytes)
            do throws(ArchiveError) {
                let copy = try Policies.read(damaged)
                #expect(Policies.isSame(copy, policy), "round \(round)")
            } catch {
                refused += 1
            }
        }
        #expect(refused > 2500)
    }

    @Test func `of unlikely arrays with right checksums is refused or runs`() throws {
        var random = SplitMix64(seed: 2)
        func number() -> Int32 { [0, 1, 2, 3, 4, 64, -1, .max, .min, 1 << 24].randomElement(using: &random)! }
        var (refused, ran) = (0, 0)
        for _ in 0..<3000 {
            var arrays = PolicyArrays()
            for _ in 0...Int.random(in: 0...2, using: &random) {
                switch Int.random(in: 0..<9, using: &random) {
                case 0: arrays.isOneHot.toggle()
                case 1: arrays.counts = (0..<Int.random(in: 0...3, using: &random)).map { _ in number() }
                case 2:
                    arrays.thresholds = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                        [Float.nan, .infinity, -.infinity, 0, 1, -0.0].randomElement(using: &random)!
                    }
                case 3: arrays.widths = (0..<Int.random(in: 0...4, using: &random)).map { _ in number() }
                case 4: arrays.hasBiases.toggle()
                case 5: arrays.weights = (0..<Int.random(in: 0...3, using: &random)).map { _ in random.next() }
                case 6:
                    arrays.biases = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                        [Float.nan, .infinity, 1e38, 0, -3.5].randomElement(using: &random)!
                    }
                case 7: arrays.choice = ["sign", "argmax", "", "Sign"].randomElement(using: &random)!
                default: arrays.actions = number()
                }
            }
            let policy: Policy
            do throws(ArchiveError) {
                policy = try Policies.read(arrays.bytes)
            } catch {
                #expect(error.description.hasPrefix("run/policy: '"))
                refused += 1
                continue
            }
            try Policies.run(policy)
            ran += 1
        }
        #expect(refused > 1000 && ran > 100, "\(refused) refused, \(ran) ran")
    }
}
