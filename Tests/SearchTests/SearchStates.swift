import Networks
import Records
import Search

extension NES {
    /// Everything that the search remembers, as a checkpoint holds it.
    var savedBytes: [UInt8] {
        var archive = ArchiveWriter(format: "test", version: 1)
        save(to: &archive)
        return archive.finish()
    }

    /// Takes over what `savedBytes` gave.
    func restore(_ bytes: [UInt8]) throws(ArchiveError) {
        try restore(from: ArchiveReader(bytes, path: "checkpoint", format: "test", supportedVersions: 1...1))
    }

    var logits: [Double] { bernoulli?.logits.array(0..<problem.bits) ?? [] }

    var means: [Double] { savedDoubles("biases/means") }

    var deviations: [Double] { savedDoubles("biases/deviations") }

    private func savedDoubles(_ name: String) -> [Double] {
        do {
            return try ArchiveReader(savedBytes, path: "", format: "test", supportedVersions: 1...1).doubles(name)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// The genomes of a generation, in order of individual.
    func genomes(generation: Int) -> [Genome] {
        ask(generation: generation).recipes.map { recipe in
            let genome = problem.makeGenome()
            expression.express(recipe, into: genome)
            return genome
        }
    }
}

extension Genome {
    /// Bit `index`, 0 or 1.
    func bit(_ index: Int) -> Int { Int(bits[index / 64] >> UInt64(index % 64) & 1) }
}
