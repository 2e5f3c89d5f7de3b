import Kernels
import Records

extension Policy {
    /// Writes the policy whole; what a script made of it, by its name.
    package func save(to archive: inout ArchiveWriter) {
        shape.save(to: &archive) { archive in
            normalization?.save(to: &archive)
        } withNetwork: { archive in
            switch shape.network {
            case .binary:
                archive.write(genome.bits.array(), as: "weights")
                archive.write(genome.floats.array(), as: "biases")
            case .dense: genome.floats.withSpan { archive.write($0, as: "weights") }
            }
        }
    }

    /// Reads a policy, checking that its parts fit each other.
    package init(from archive: ArchiveReader) throws(ArchiveError) {
        let shape = try PolicyShape(from: archive)
        let (network, scope) = (shape.network, archive.scoped("network"))
        // The arrays that are there are compared with the widths before memory is taken for what the widths ask.
        let name: String
        var bits: [UInt64] = []
        switch network {
        case .binary(let network):
            bits = try scope.values("weights", shape: [NetworkShape.words(network.bitCount)])
            name = "biases"
        case .dense: name = "weights"
        }
        let floats = try scope.floats(name, shape: [network.floatCount])
        guard floats.allSatisfy(\.isFinite) else {
            throw scope.invalid(name, because: "has a number that is not finite")
        }
        let genome = network.makeGenome()
        genome.bits.copy(from: bits)
        genome.floats.copy(from: floats)
        genome.clearPadding()
        var normalization: Normalization?
        if case .normalized(let values, _) = shape.encoder {
            normalization = try Normalization(from: archive.scoped("encoder"), values: values)
        }
        self.init(shape: shape, genome: genome, normalization: normalization)
    }
}

extension PolicyShape {
    /// Writes what all individuals share.
    package func save(to archive: inout ArchiveWriter) {
        save(to: &archive) { _ in
        } withNetwork: { _ in
        }
    }

    /// Writes it, and what else belongs to the encoder and the network.
    fileprivate func save(
        to archive: inout ArchiveWriter, withEncoder saveMoreOfEncoder: (inout ArchiveWriter) -> Void,
        withNetwork saveMoreOfNetwork: (inout ArchiveWriter) -> Void
    ) {
        if let images { archive.scoped("images") { images.save(to: &$0) } }
        archive.scoped("encoder") { archive in
            encoder.save(to: &archive)
            saveMoreOfEncoder(&archive)
        }
        archive.scoped("network") { archive in
            network.save(to: &archive)
            reference?.save(to: &archive)
            saveMoreOfNetwork(&archive)
        }
        archive.scoped("decoder") { decoder.save(to: &$0) }
    }

    /// Reads it, checking that the parts fit each other.
    package init(from archive: ArchiveReader) throws(ArchiveError) {
        let encoder = try PolicyEncoder(from: archive.scoped("encoder"))
        let images = try ImageProcessing(from: archive.scoped("images"), values: encoder.valueCount)
        let decoder = try PolicyDecoder(from: archive.scoped("decoder"))
        let scope = archive.scoped("network")
        let network = try PolicyNetwork(from: scope, encoder: encoder, decoder: decoder)
        let reference = network.isNormalized ? try ReferenceBatch(from: scope, values: encoder.valueCount) : nil
        if images != nil, reference != nil {
            throw scope.invalid("reference", because: "is there, but images are observed")
        }
        if case .script = encoder, reference != nil {
            throw scope.invalid("reference", because: "is there, but a script encodes observations")
        }
        self.init(images: images, encoder: encoder, network: network, decoder: decoder, reference: reference)
    }
}

extension Normalization {
    package func save(to archive: inout ArchiveWriter) {
        archive.write(means, as: "means")
        archive.write(deviations, as: "deviations")
    }

    package init(from archive: ArchiveReader, values: Int) throws(ArchiveError) {
        let means = try archive.floats("means", shape: [values])
        let deviations = try archive.floats("deviations", shape: [values])
        guard means.allSatisfy(\.isFinite) else {
            throw archive.invalid("means", because: "has a number that is not finite")
        }
        guard deviations.allSatisfy({ $0 > 0 && $0.isFinite }) else {
            throw archive.invalid("deviations", because: "has a number that is no deviation")
        }
        self.init(means: means, deviations: deviations)
    }
}

extension ImageProcessing {
    package func save(to archive: inout ArchiveWriter) {
        archive.write([source.height, source.width, source.channels].map(Int32.init), as: "source")
        archive.write(isGrayscale, as: "is_grayscale")
        archive.write([height, width].map(Int32.init), as: "size")
        archive.write(Int32(frames), as: "frames")
    }

    /// Nil where there is none.
    /// - Parameter values: Those that the encoder reads.
    package init?(from archive: ArchiveReader, values: Int) throws(ArchiveError) {
        guard archive.contains("source") else { return nil }
        let source = try archive.values("source", shape: [3]).map { (size: Int32) in Int(size) }
        guard ImageShape.isShape(source[0], source[1], source[2]) else {
            throw archive.invalid("source", because: "is \(source), which is no shape of images")
        }
        let isGrayscale: Bool = try archive.value("is_grayscale")
        guard !isGrayscale || source[2] == 3 else {
            throw archive.invalid("is_grayscale", because: "is true, but images have \(source[2]) channels")
        }
        let size = try archive.values("size", shape: [2]).map { (size: Int32) in Int(size) }
        let (frames, channels) = (try archive.size("frames"), isGrayscale ? 1 : source[2])
        guard ImageShape.isShape(size[0], size[1], channels), frames <= ImageShape.mostBytes / channels,
            ImageShape.isShape(size[0], size[1], channels * frames), size[0] * size[1] * channels * frames == values
        else {
            throw archive.invalid("size", because: "is \(size), which does not fit the encoder's \(values) values")
        }
        self.init(
            source: ImageShape(height: source[0], width: source[1], channels: source[2]), isGrayscale: isGrayscale,
            height: size[0], width: size[1], frames: frames)
    }
}

extension PolicyNetwork {
    fileprivate func save(to archive: inout ArchiveWriter) {
        archive.write(widths.map(Int32.init), as: "widths")
        switch self {
        case .binary(let network): archive.write(network.hasBiases, as: "has_biases")
        case .dense(let network): archive.write(network.activation.rawValue, as: "activation")
        }
    }

    fileprivate init(
        from archive: ArchiveReader, encoder: PolicyEncoder, decoder: PolicyDecoder
    ) throws(ArchiveError) {
        let stored: [Int32] = try archive.values("widths")
        guard stored.count >= 2 && stored.allSatisfy({ $0 >= 1 && $0 <= 1 << 24 }),
            Int(stored[0]) == encoder.inputCount && Int(stored[stored.count - 1]) == decoder.outputCount,
            zip(stored, stored.dropFirst()).reduce(0, { $0 + Double($1.0) * Double($1.1) }) < 0x1p60
        else {
            throw archive.invalid("widths", because: "is \(stored), which does not fit the encoder and the decoder")
        }
        let widths = stored.map(Int.init)
        guard archive.contains("activation") else {
            guard encoder.makesBits else {
                throw archive.invalid("widths", because: "is that of a binary network, whose encoder makes no bits")
            }
            if case .continuous = decoder {
                throw archive.invalid("widths", because: "is that of a binary network, whose decoder reads numbers")
            }
            self = .binary(BinaryNetwork(widths: widths, hasBiases: try archive.value("has_biases")))
            return
        }
        let name: String = try archive.value("activation")
        guard let activation = Activation(rawValue: name) else {
            throw archive.invalid("activation", because: "is '\(name)', which this program does not know")
        }
        self = .dense(
            DenseNetwork(widths: widths, activation: activation, isNormalized: archive.contains("reference")))
    }
}

extension PolicyEncoder {
    fileprivate func save(to archive: inout ArchiveWriter) {
        switch self {
        case .values(let count): archive.write(Int32(count), as: "raw_values")
        case .normalized(let count, let clip):
            archive.write(Int32(count), as: "normalized_values")
            archive.write([clip], as: "clip")
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
        if archive.contains("raw_values") {
            self = .values(try archive.size("raw_values"))
            return
        }
        if archive.contains("normalized_values") {
            let clip = try archive.floats("clip", shape: [1])[0]
            guard clip > 0 else { throw archive.invalid("clip", because: "is \(clip), which is not above 0") }
            self = .normalized(try archive.size("normalized_values"), clip: clip)
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
        case .continuous(let low, let high, let noise):
            archive.write("continuous", as: "choice")
            archive.write(low, as: "low")
            archive.write(high, as: "high")
            if noise > 0 { archive.write(noise, as: "noise") }
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
        if name == "continuous" {
            let (low, high) = try ActionLevels.bounds(from: archive)
            let noise: Double = archive.contains("noise") ? try archive.value("noise") : 0
            guard noise >= 0 && noise.isFinite else {
                throw archive.invalid("noise", because: "is \(noise), which is no deviation")
            }
            self = .continuous(low: low, high: high, noise: noise)
            return
        }
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
        let (low, high) = try Self.bounds(from: archive)
        let count = try archive.size("levels")
        guard count >= 2 && (choice == .argmax || count == 2) else {
            throw archive.invalid("levels", because: "is \(count), which does not fit the decoder '\(choice.rawValue)'")
        }
        self.init(low: low, high: high, count: count, choice: choice)
    }

    /// The ends of each value of an action.
    fileprivate static func bounds(from archive: ArchiveReader) throws(ArchiveError) -> (low: [Float], high: [Float]) {
        let low: [Float] = try archive.values("low")
        let high = try archive.floats("high", shape: [low.count])
        guard !low.isEmpty, zip(low, high).allSatisfy({ $0.isFinite && $1.isFinite && $0 <= $1 }) else {
            throw archive.invalid("low", because: "has a value that is no lower bound")
        }
        return (low, high)
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
