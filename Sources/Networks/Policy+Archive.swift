import Kernels
import Records

extension Policy {
    /// Writes the policy whole; what a script made of it, by its name.
    package func save(to archive: inout ArchiveWriter) {
        archive.scoped("encoder") { shape.encoder.save(to: &$0) }
        archive.scoped("network") { archive in
            archive.write(shape.network.shape.widths.map(Int32.init), as: "widths")
            archive.write(shape.network.hasBiases, as: "has_biases")
            archive.write(genome.bits.array(), as: "weights")
            archive.write(genome.floats.array(), as: "biases")
        }
        archive.scoped("decoder") { shape.decoder.save(to: &$0) }
    }

    /// Reads a policy, checking that its parts fit each other.
    package init(from archive: ArchiveReader) throws(ArchiveError) {
        let encoder = try PolicyEncoder(from: archive.scoped("encoder"))
        let decoder = try PolicyDecoder(from: archive.scoped("decoder"))
        let scope = archive.scoped("network")
        let widths: [Int32] = try scope.values("widths")
        guard widths.count >= 2 && widths.allSatisfy({ $0 >= 1 && $0 <= 1 << 24 }),
            Int(widths[0]) == encoder.bitCount && Int(widths[widths.count - 1]) == decoder.outputCount,
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
        self.init(shape: PolicyShape(encoder: encoder, network: network, decoder: decoder), genome: genome)
    }
}

extension PolicyEncoder {
    fileprivate func save(to archive: inout ArchiveWriter) {
        switch self {
        case .thresholds(let thresholds):
            archive.write(thresholds.isOneHot, as: "is_one_hot")
            archive.write(thresholds.values.map { Int32($0.count) }, as: "counts")
            archive.write(thresholds.values.flatMap(\.self), as: "thresholds")
        case .script(let part, let values, let bits):
            part.save(to: &archive)
            archive.write(Int32(values), as: "values")
            archive.write(Int32(bits), as: "bits")
        }
    }

    fileprivate init(from archive: ArchiveReader) throws(ArchiveError) {
        if let part = try ScriptPart(from: archive) {
            self = .script(part, values: try archive.size("values"), bits: try archive.size("bits"))
            return
        }
        let counts: [Int32] = try archive.values("counts")
        guard counts.allSatisfy({ $0 >= 0 }) else { throw archive.invalid("counts", because: "has a negative count") }
        let flat = try archive.floats("thresholds", shape: [counts.reduce(0) { $0 + Int($1) }])
        var first = 0
        let values = counts.map { count in
            defer { first += Int(count) }
            return Array(flat[first..<first + Int(count)])
        }
        guard values.allSatisfy({ zip($0, $0.dropFirst()).allSatisfy { $0 <= $1 } && !$0.contains(where: \.isNaN) })
        else {
            throw archive.invalid("thresholds", because: "has a value whose thresholds do not ascend")
        }
        self = .thresholds(ObservationThresholds(values: values, isOneHot: try archive.value("is_one_hot")))
    }
}

extension PolicyDecoder {
    fileprivate func save(to archive: inout ArchiveWriter) {
        switch self {
        case .discrete(let choice, let actions):
            archive.write(choice.rawValue, as: "choice")
            archive.write(Int32(actions), as: "actions")
        case .levels(let levels):
            archive.write(levels.choice.rawValue, as: "choice")
            archive.write(levels.low, as: "low")
            archive.write(levels.high, as: "high")
            archive.write(Int32(levels.count), as: "levels")
        case .script(let part, let outputs, let actions):
            part.save(to: &archive)
            archive.write(Int32(outputs), as: "outputs")
            switch actions {
            case .discrete(let count): archive.write(Int32(count), as: "actions")
            case .real(let count): archive.write(Int32(count), as: "values")
            }
        }
    }

    fileprivate init(from archive: ArchiveReader) throws(ArchiveError) {
        if let part = try ScriptPart(from: archive) {
            let actions: ActionShape =
                archive.contains("values")
                ? .real(count: try archive.size("values")) : .discrete(count: try archive.size("actions"))
            self = .script(part, outputs: try archive.size("outputs"), actions: actions)
            return
        }
        let name: String = try archive.value("choice")
        guard let choice = DiscreteChoice(rawValue: name) else {
            throw archive.invalid("choice", because: "is '\(name)', which this program does not know")
        }
        if archive.contains("levels") {
            self = .levels(try ActionLevels(from: archive, choice))
            return
        }
        let actions: Int32 = try archive.value("actions")
        guard actions >= 1 && (choice == .argmax || actions == 2) else {
            throw archive.invalid("actions", because: "is \(actions), which does not fit the decoder '\(name)'")
        }
        self = .discrete(choice, actions: Int(actions))
    }
}

extension ActionLevels {
    fileprivate init(from archive: ArchiveReader, _ choice: DiscreteChoice) throws(ArchiveError) {
        let low: [Float] = try archive.values("low")
        let high = try archive.floats("high", shape: [low.count])
        guard !low.isEmpty, zip(low, high).allSatisfy({ $0.isFinite && $1.isFinite && $0 <= $1 }) else {
            throw archive.invalid("low", because: "has a value that is no lower bound")
        }
        let count = try archive.size("levels")
        guard count >= 2 && (choice == .argmax || count == 2) else {
            throw archive.invalid("levels", because: "is \(count), which does not fit the decoder '\(choice.rawValue)'")
        }
        self.init(low: low, high: high, count: count, choice: choice)
    }
}

extension ScriptPart {
    fileprivate func save(to archive: inout ArchiveWriter) {
        archive.write(file, as: "file")
        archive.write(path, as: "path")
        archive.write(digest, as: "sha256")
    }

    /// Nil where there is none.
    fileprivate init?(from archive: ArchiveReader) throws(ArchiveError) {
        guard archive.contains("sha256") else { return nil }
        self.init(
            file: try archive.value("file"), path: try archive.value("path"), digest: try archive.value("sha256"))
    }
}

extension ArchiveReader {
    /// A number of things, at least 1.
    fileprivate func size(_ name: String) throws(ArchiveError) -> Int {
        let count: Int32 = try value(name)
        guard count >= 1 && count <= 1 << 24 else { throw invalid(name, because: "is \(count), which is no size") }
        return Int(count)
    }
}
