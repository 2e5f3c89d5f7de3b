import Kernels
import Networks
import Randomness

/// Draws first individuals and mutations, each from its own step of a lineage.
///
/// Floats are made in blocks of 8192, each from its own key, so that any block of any individual is made again alone.
package struct LineageNoise: Sendable {
    let problem: Problem
    private let kernels: KernelSet

    package init(problem: Problem, kernels: KernelSet) {
        self.problem = problem
        self.kernels = kernels
    }

    private var blockCount: Int { (problem.floats + KernelSet.blockSize - 1) / KernelSet.blockSize }

    private func range(ofBlock block: Int) -> Range<Int> {
        block * KernelSet.blockSize..<min((block + 1) * KernelSet.blockSize, problem.floats)
    }

    /// Writes the individual of a lineage.
    package func express(_ lineage: Lineage, into genome: Genome) {
        drawBits(lineage.first, into: genome)
        for step in lineage.mutations { flipBits(step, of: genome) }
        // Block by block: each stays in the nearest cache through all mutations.
        for block in 0..<blockCount {
            express(lineage, block: block, into: genome.floats, at: range(ofBlock: block).lowerBound)
        }
    }

    /// Writes a block of the floats of a lineage's individual.
    func express(_ lineage: Lineage, block: Int, into floats: Buffer<Float>, at start: Int = 0) {
        drawFloats(lineage.first, block, into: floats, at: start)
        for step in lineage.mutations {
            add(step, block, to: floats, start..<start + range(ofBlock: block).count, into: floats, at: start)
        }
    }

    /// Writes a mutation of an individual, which may be the same.
    func mutate(_ parent: Genome, _ step: Lineage.Step, into genome: Genome) {
        if problem.bits > 0 {
            if parent !== genome { genome.bits.copy(from: parent.bits, 0..<parent.bits.count, at: 0) }
            flipBits(step, of: genome)
        }
        for block in 0..<blockCount {
            mutate(parent, step, block: block, into: genome.floats, at: range(ofBlock: block).lowerBound)
        }
    }

    /// Writes a block of the floats of a mutation.
    func mutate(_ parent: Genome, _ step: Lineage.Step, block: Int, into floats: Buffer<Float>, at start: Int = 0) {
        add(step, block, to: parent.floats, range(ofBlock: block), into: floats, at: start)
    }

    private func add(
        _ step: Lineage.Step, _ block: Int, to source: Buffer<Float>, _ places: Range<Int>, into floats: Buffer<Float>,
        at start: Int
    ) {
        let key = RandomAddress(seed: step.run, purpose: .mutationFloats, subject: step.subject).bulkKey(block)
        guard step.decay > 0 else {
            kernels.addNoise(key: key, scale: Float(step.power), to: source, places, into: floats, at: start)
            return
        }
        let own = start..<start + places.count
        if source !== floats || own != places { floats.copy(from: source, places, at: start) }
        floats.scale(by: Float(1 - step.decay), in: own)
        kernels.addNoise(key: key, scale: Float(step.power), to: floats, own, into: floats, at: start)
    }

    private func drawFloats(_ step: Lineage.Step, _ block: Int, into floats: Buffer<Float>, at start: Int) {
        let range = range(ofBlock: block)
        let address = RandomAddress(seed: step.run, purpose: .initial, subject: step.subject)
        let places = start..<start + range.count
        floats.fill(0, in: places)
        kernels.addNoise(key: address.bulkKey(block), scale: 1, to: floats, places, into: floats, at: start)
        var first = 0
        for group in problem.firstDeviations(otherwise: 1) {
            let shared = (first..<first + group.count).clamped(to: range)
            first += group.count
            guard !shared.isEmpty, group.deviation != 1 else { continue }
            let first = start - range.lowerBound
            floats.scale(by: Float(group.deviation), in: first + shared.lowerBound..<first + shared.upperBound)
        }
    }

    private func drawBits(_ step: Lineage.Step, into genome: Genome) {
        guard problem.bits > 0 else { return }
        var random = RandomStream(RandomAddress(seed: step.run, purpose: .initialBits, subject: step.subject))
        for word in 0..<genome.bits.count { genome.bits[word] = random.next() }
        genome.clearPadding()
    }

    /// Flips each bit with the step's power as probability: draws how far it is from one flipped bit to the next.
    private func flipBits(_ step: Lineage.Step, of genome: Genome) {
        guard problem.bits > 0, step.power > 0 else { return }
        var random = RandomStream(RandomAddress(seed: step.run, purpose: .mutation, subject: step.subject))
        // Of the probability that a bit stays; 0 where that is 1 in a double.
        let logarithm = step.power < 1 ? Elementary.log(1 - step.power) : -.infinity
        guard logarithm < 0 else { return }
        func gap() -> Int {
            let gap = Elementary.log(1 - random.uniform()) / logarithm
            return gap < 0x1p40 ? Int(gap) : 1 << 40
        }
        var bit = gap()
        while bit < genome.bitCount {
            genome.bits[bit / 64] ^= 1 << UInt64(bit % 64)
            bit += 1 + gap()
        }
    }
}

extension Lineage {
    /// The individual of a problem that it makes.
    package func genome(of problem: Problem) -> Genome {
        let genome = problem.makeGenome()
        LineageNoise(problem: problem, kernels: .best).express(self, into: genome)
        return genome
    }
}

extension Buffer<Float> {
    fileprivate func scale(by factor: Float, in range: Range<Int>) {
        withMutableSpan { floats in
            for place in range { floats[place] *= factor }
        }
    }
}
