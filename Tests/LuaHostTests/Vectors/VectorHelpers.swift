import LuaHost

/// A state with the functions that make vectors in the module `genome`.
func vectorState(_ configuration: LuaConfiguration = LuaConfiguration()) throws -> LuaState {
    var configuration = configuration
    configuration.streams = SplitMix.kind
    let state = try LuaState(configuration)
    state.register(LuaModule(name: "genome", functions: [], natives: LuaNativeFunction.allCases))
    return state
}

/// What `function` of Lua gives for these arguments.
func apply(_ function: String, _ arguments: LuaValue...) throws -> [LuaValue] {
    let state = try vectorState()
    let text = "local genome = require 'genome' return \(function)"
    guard case .function(let reference) = try state.run(text, name: "test.lua") else { return [] }
    return try state.call(reference, arguments)
}

/// The message with which text fails, after `local genome = require "genome"` on the same line, or nil.
func vectorMessage(_ text: String, _ configuration: LuaConfiguration = LuaConfiguration()) throws -> String? {
    do {
        _ = try vectorState(configuration).run("local genome = require 'genome' \(text)", name: "test.lua")
        return nil
    } catch let error as LuaError {
        return error.description
    }
}

/// Numbers of sizes from 1e-3 to 1e3, both signs, a tenth of them equal to others.
func randomNumbers(_ count: Int, _ random: inout SplitMix) -> [Double] {
    var numbers: [Double] = []
    for _ in 0..<count {
        var number = Double.random(in: -1...1, using: &random)
        number *= [1e-3, 1, 1e3][Int(random.next() % 3)]
        let twin: Double? = numbers.randomElement(using: &random)
        numbers.append(random.next() % 10 == 0 ? twin ?? number : number)
    }
    return numbers
}

/// The sum in the order that the engine promises: sixteen partial sums, then a tree.
func orderedSum(_ terms: [Double]) -> Double {
    var partial = [Double](repeating: 0, count: 16)
    for (index, term) in terms.enumerated() { partial[index % 16] += term }
    for width in [8, 4, 2, 1] {
        for index in 0..<width { partial[index] += partial[index + width] }
    }
    return partial[0]
}

/// Bits as words.
func packed(_ bits: [Bool]) -> LuaValue {
    var words = [UInt64](repeating: 0, count: (bits.count + 63) / 64)
    for (index, bit) in bits.enumerated() where bit { words[index / 64] |= 1 << UInt64(index % 64) }
    return .bits(words: words, count: bits.count)
}
