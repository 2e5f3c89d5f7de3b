import Kernels
import LuaHost
import Networks

/// What a search of a script hands out in the place of a vector; whoever rates it makes the numbers.
protocol VectorRecipe: Sendable {
    /// Bits that it writes: none, or all of a genome.
    var bits: Int { get }
    /// The same of real parameters.
    var floats: Int { get }
    /// What it gives, for messages.
    var text: String { get }

    /// Writes its bits and floats into a genome that has as many, and leaves the others.
    func write(into genome: Genome)
}

extension VectorRecipe {
    /// What it stands for, written out: bits, floats, or a table of both.
    var luaValue: LuaValue {
        let genome = Genome(bitCount: bits, floatCount: floats)
        write(into: genome)
        let words = LuaValue.bits(words: genome.bits.array(0..<NetworkShape.words(bits)), count: bits)
        let numbers = LuaValue.floats(genome.floats.array(0..<floats).map(Double.init))
        if floats == 0 { return words }
        if bits == 0 { return numbers }
        return .table(LuaTable(fields: [(name: "bits", value: words), (name: "floats", value: numbers)]))
    }
}
