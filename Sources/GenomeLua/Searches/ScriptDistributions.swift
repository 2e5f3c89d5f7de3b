import Kernels
import LuaHost
import Networks
import Search

/// The distributions that the script of a search has made since it was last asked, and the draws from them.
///
/// A draw is a recipe: whoever rates it makes its numbers, so a population of millions of parameters takes no memory of
/// the script's.
final class ScriptDistributions {
    enum Distribution {
        case bernoulli(BernoulliDistribution)
        case gaussian(GaussianBiases)
    }

    /// A draw from a distribution, not yet made.
    struct Draw: VectorRecipe, @unchecked Sendable {
        let distribution: Distribution
        let seed: UInt64
        let sign: Recipe.Sign

        var bits: Int { if case .bernoulli(let distribution) = distribution { distribution.count } else { 0 } }
        var floats: Int { if case .gaussian(let distribution) = distribution { distribution.count } else { 0 } }

        var text: String {
            switch distribution {
            case .bernoulli(let distribution): "a draw of \(distribution.count) bits"
            case .gaussian(let distribution): "a draw of \(distribution.count) floats"
            }
        }

        func write(into genome: Genome) {
            switch distribution {
            case .bernoulli(let distribution):
                for block in 0..<distribution.blockCount {
                    let firstWord = distribution.range(ofBlock: block).lowerBound / 64
                    distribution.sample(seed: seed, sign: sign, block: block, into: genome.bits, at: firstWord)
                }
                genome.clearPadding()
            case .gaussian(let distribution): distribution.sample(seed: seed, sign: sign, into: genome)
            }
        }
    }

    /// What a search gives them before they are used.
    struct Source {
        let seed: UInt64
        let kernels: KernelSet
        /// Bytes that distributions and draws of one generation may take.
        let memoryLimit: Int
    }

    var source: Source?
    /// Bytes that they take, about.
    private var held = 0
    /// Handles count on; those before the first are of earlier generations.
    private var distributions: [Distribution] = []
    private var firstDistribution = 0
    private var draws: [Draw] = []
    private var firstDraw = 0
    private var distributionKind: LuaHandleKind?
    private var drawKind: LuaHandleKind?

    /// - Throws: `LuaError` of kind `.memory`.
    func define(in state: LuaState) throws(LuaError) {
        var drawDefinition = LuaHandleDefinition(name: "genome.Draw") { [self] in
            draw($0)?.text ?? "a draw of an earlier generation"
        }
        drawDefinition.methods = [("vector", { [self] call throws(LuaError) in try vector(call) })]
        drawKind = try state.define(drawDefinition)
        var definition = LuaHandleDefinition(name: "genome.Distribution") { [self] index in
            switch distribution(index) {
            case .bernoulli(let distribution): "a distribution of \(distribution.count) bits"
            case .gaussian(let distribution): "a distribution of \(distribution.count) floats"
            case nil: "a distribution of an earlier generation"
            }
        }
        definition.methods = [("sample", { [self] call throws(LuaError) in try sample(call) })]
        distributionKind = try state.define(definition)
    }

    /// Forgets all distributions and draws: a search makes its own anew each time it is asked.
    func forget() {
        (firstDistribution, firstDraw) = (firstDistribution + distributions.count, firstDraw + draws.count)
        (distributions, draws, held) = ([], [], 0)
    }

    /// The draw that a handle stands for; nil for another handle, and for one of an earlier generation.
    func draw(_ handle: LuaHandle) -> Draw? { handle.kind == drawKind ? draw(handle.index) : nil }

    private func draw(_ index: Int) -> Draw? {
        index >= firstDraw && index < firstDraw + draws.count ? draws[index - firstDraw] : nil
    }

    private func distribution(_ index: Int) -> Distribution? {
        index >= firstDistribution && index < firstDistribution + distributions.count
            ? distributions[index - firstDistribution] : nil
    }

    /// Counts bytes before they are taken.
    private func hold(_ bytes: Int, _ call: LuaCall, _ name: String) throws(LuaError) {
        guard let source, held + bytes <= source.memoryLimit else {
            throw call.error("\(name): distributions and draws of one generation take more than memory_limit")
        }
        held += bytes
    }

    private func keep(_ distribution: Distribution) -> [LuaValue] {
        distributions.append(distribution)
        guard let distributionKind else { preconditionFailure("distributions of no kind") }
        return [.handle(LuaHandle(kind: distributionKind, index: firstDistribution + distributions.count - 1))]
    }
}

// MARK: Functions of scripts

extension ScriptDistributions {
    /// `genome.bernoulli { logits = v }`
    func makeBernoulli(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        let (source, options) = try Self.options(call, "bernoulli", ["logits"], source)
        guard case .floats(let logits) = options["logits"] else {
            throw call.error("bernoulli: logits must be made by genome.floats, got \(options["logits"])")
        }
        try Self.check(logits, "bernoulli: logits", call)
        try hold(logits.count * BernoulliDistribution.bytesPerBit, call, "bernoulli")
        let distribution = BernoulliDistribution(count: logits.count, seed: source.seed, kernels: source.kernels)
        for (index, logit) in logits.enumerated() { distribution.logits[index] = logit }
        distribution.refresh(0..<logits.count)
        return keep(.bernoulli(distribution))
    }

    /// `genome.gaussian { mean = v, deviation = v or number }`
    func makeGaussian(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        let (source, options) = try Self.options(call, "gaussian", ["mean", "deviation"], source)
        guard case .floats(let mean) = options["mean"] else {
            throw call.error("gaussian: mean must be made by genome.floats, got \(options["mean"])")
        }
        try Self.check(mean, "gaussian: mean", call)
        let deviations: [Double]
        switch options["deviation"] {
        case .number(let number): deviations = Array(repeating: number, count: mean.count)
        case .integer(let integer): deviations = Array(repeating: Double(integer), count: mean.count)
        case .floats(let numbers) where numbers.count == mean.count: deviations = numbers
        case let other:
            throw call.error("gaussian: deviation must be a number, or floats of \(mean.count) values, got \(other)")
        }
        try Self.check(deviations, "gaussian: deviation", call)
        if let negative = deviations.first(where: { $0 < 0 }) {
            throw call.error("gaussian: deviation must be >= 0, got \(negative)")
        }
        try hold(mean.count * 2 * MemoryLayout<Double>.size, call, "gaussian")
        let distribution = GaussianBiases(count: mean.count, deviation: 0, seed: source.seed, kernels: source.kernels)
        for index in mean.indices {
            (distribution.means[index], distribution.deviations[index]) = (mean[index], deviations[index])
        }
        return keep(.gaussian(distribution))
    }

    /// `distribution:sample(seed [, sign])`
    private func sample(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        guard case .handle(let handle) = call[0], handle.kind == distributionKind else {
            throw call.error("sample: call it with a colon: distribution:sample(seed)")
        }
        guard let distribution = distribution(handle.index) else {
            throw call.error("sample: the distribution is of an earlier generation; make one in each ask")
        }
        guard case .integer(let seed) = call[1], seed >= 0 else {
            throw call.error("sample: seed must be an integer >= 0, got \(call[1])")
        }
        let sign: Recipe.Sign
        switch call[2] {
        case .nil, .integer(1): sign = .plus
        case .integer(-1): sign = .minus
        case let other: throw call.error("sample: sign must be 1 or -1, got \(other)")
        }
        try hold(MemoryLayout<Draw>.stride, call, "sample")
        draws.append(Draw(distribution: distribution, seed: UInt64(seed), sign: sign))
        guard let drawKind else { preconditionFailure("draws of no kind") }
        return [.handle(LuaHandle(kind: drawKind, index: firstDraw + draws.count - 1))]
    }

    /// `draw:vector()`
    private func vector(_ call: LuaCall) throws(LuaError) -> [LuaValue] {
        guard case .handle(let handle) = call[0], handle.kind == drawKind else {
            throw call.error("vector: call it with a colon: draw:vector()")
        }
        guard let draw = draw(handle.index) else { throw call.error("vector: the draw is of an earlier generation") }
        return [draw.luaValue]
    }

    private static func options(
        _ call: LuaCall, _ name: String, _ known: [String], _ source: Source?
    ) throws(LuaError) -> (Source, LuaTable) {
        guard let source else { throw call.error("\(name): distributions are made by the methods of a search") }
        guard call.arguments.count == 1, case .table(let table) = call[0] else {
            throw call.error("\(name): takes one table of options")
        }
        for entry in table.entries {
            guard let key = entry.key.text, known.contains(key) else {
                let key = entry.key.text ?? "\(entry.key)"
                throw call.error(
                    "\(name): unknown option '\(PrintableText.line(key, limit: 60))'\(NearestName.hint(for: key, among: known))"
                )
            }
        }
        return (source, table)
    }

    private static func check(_ numbers: [Double], _ name: String, _ call: LuaCall) throws(LuaError) {
        guard let index = numbers.firstIndex(where: { !$0.isFinite }) else { return }
        throw call.error("\(name) must be finite, got \(LuaValue.number(numbers[index])) at \(index + 1)")
    }
}
