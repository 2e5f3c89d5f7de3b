import Kernels
import Records

/// Everything that turns an observation into an action: encoder, network and decoder.
package struct Policy: Sendable {
    package let shape: PolicyShape
    package let genome: Genome

    package init(shape: PolicyShape, genome: Genome) {
        self.shape = shape
        self.genome = genome
    }

    /// Writes the policy whole.
    package func save(to archive: inout ArchiveWriter) {
        archive.scoped("encoder") { archive in
            archive.write(shape.thresholds.isOneHot, as: "is_one_hot")
            archive.write(shape.thresholds.values.map { Int32($0.count) }, as: "counts")
            archive.write(shape.thresholds.values.flatMap(\.self), as: "thresholds")
        }
        archive.scoped("network") { archive in
            archive.write(shape.network.shape.widths.map(Int32.init), as: "widths")
            archive.write(shape.network.hasBiases, as: "has_biases")
            archive.write(genome.bits.array(), as: "weights")
            archive.write(genome.floats.array(), as: "biases")
        }
        archive.scoped("decoder") { archive in
            archive.write(shape.choice.rawValue, as: "choice")
            archive.write(Int32(shape.actions), as: "actions")
        }
    }

    /// Reads a policy, checking that its parts fit each other.
    package init(from archive: ArchiveReader) throws(ArchiveError) {
        let encoder = archive.scoped("encoder")
        let counts: [Int32] = try encoder.values("counts")
        guard counts.allSatisfy({ $0 >= 0 }) else { throw encoder.invalid("counts", because: "has a negative count") }
        let flat = try encoder.floats("thresholds", shape: [counts.reduce(0) { $0 + Int($1) }])
        var first = 0
        let values = counts.map { count in
            defer { first += Int(count) }
            return Array(flat[first..<first + Int(count)])
        }
        guard values.allSatisfy({ zip($0, $0.dropFirst()).allSatisfy { $0 <= $1 } && !$0.contains(where: \.isNaN) })
        else {
            throw encoder.invalid("thresholds", because: "has a value whose thresholds do not ascend")
        }
        let thresholds = ObservationThresholds(values: values, isOneHot: try encoder.value("is_one_hot"))

        let decoder = archive.scoped("decoder")
        let name: String = try decoder.value("choice")
        let actions: Int32 = try decoder.value("actions")
        guard let choice = DiscreteChoice(rawValue: name) else {
            throw decoder.invalid("choice", because: "is '\(name)', which this program does not know")
        }
        guard actions >= 1 && (choice == .argmax || actions == 2) else {
            throw decoder.invalid("actions", because: "is \(actions), which does not fit the decoder '\(name)'")
        }
        let outputs = choice == .sign ? 1 : Int(actions)

        let scope = archive.scoped("network")
        let widths: [Int32] = try scope.values("widths")
        guard widths.count >= 2 && widths.allSatisfy({ $0 >= 1 && $0 <= 1 << 24 }),
            Int(widths[0]) == thresholds.bitCount && Int(widths[widths.count - 1]) == outputs,
            zip(widths, widths.dropFirst()).reduce(0, { $0 + Double($1.0) * Double($1.1) }) < 0x1p60
        else {
            throw scope.invalid("widths", because: "is \(widths), which does not fit the encoder and the decoder")
        }
        let network = BinaryNetwork(widths: widths.map(Int.init), hasBiases: try scope.value("has_biases"))
        // The arrays that are there are compared with the widths before memory is taken for what the widths ask.
        let weights = try scope.values("weights", of: UInt64.self, shape: [NetworkShape.words(network.bitCount)])
        let biases = try scope.floats("biases", shape: [network.floatCount])
        guard biases.allSatisfy(\.isFinite) else {
            throw scope.invalid("biases", because: "has a number that is not finite")
        }
        let genome = network.makeGenome()
        genome.bits.copy(from: weights)
        genome.floats.copy(from: biases)
        genome.clearPadding()
        shape = PolicyShape(thresholds: thresholds, network: network, choice: choice, actions: Int(actions))
        self.genome = genome
    }
}
