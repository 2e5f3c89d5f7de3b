import LuaHost
import Testing

@Suite struct `A mistake with a vector` {
    private static let most = 2_147_483_647

    @Test(arguments: [
        // Making them
        ("genome.floats()", "floats: n must be an integer from 0 to \(most), got nil"),
        ("genome.floats('3')", "floats: n must be an integer from 0 to \(most), got '3'"),
        ("genome.floats(-1)", "floats: n must be an integer from 0 to \(most), got -1"),
        ("genome.floats(2^31)", "floats: n must be an integer from 0 to \(most), got 2147483648.0"),
        ("genome.floats(3, 0/0)", "floats: value must be a finite number, got nan"),
        ("genome.floats(3, true)", "floats: value must be a finite number, got true"),
        ("genome.floats { 1, 'x' }", "floats: value 2 must be a finite number, got 'x'"),
        ("genome.floats { 1, 1/0 }", "floats: value 2 must be a finite number, got inf"),
        ("genome.floats { 1, x = 2 }", "floats: values are numbered from 1 without a gap, got the key 'x'"),
        ("genome.floats { [3] = 2 }", "floats: values are numbered from 1 without a gap, got the key 3"),
        ("genome.floats { [1.5] = 2 }", "floats: values are numbered from 1 without a gap, got the key 1.5"),
        ("genome.floats { 1, nil, 3 }", "floats: values are numbered from 1 without a gap, got nil at 2"),
        (
            "genome.floats(genome.matrix(2, 2))",
            "floats: n must be an integer from 0 to \(most), got a matrix of 2 x 2 values"
        ),
        ("genome.bits('x')", "bits: n must be an integer from 0 to \(most), got 'x'"),
        ("genome.bits { 0, 2 }", "bits: value 2 must be 0, 1, false or true, got 2"),
        ("genome.matrix(2)", "matrix: columns must be an integer from 0 to \(most), got nil"),
        ("genome.matrix(2^20, 2^20)", "matrix: 1048576 x 1048576 are more than \(most) values"),
        ("genome.matrix { 1 }", "matrix: row 1: must be a list of numbers, got 1"),
        ("genome.matrix { { 1, 2 }, { 3 } }", "matrix: row 2: must have as many values as row 1, 2, got 1"),
        ("genome.matrix { { 1 }, { {} } }", "matrix: value 1 of row 2 must be a finite number, got a table"),
        ("genome.identity(50000)", "matrix: 50000 x 50000 are more than \(most) values"),
        // Positions
        ("return v[7]", "floats[7]: there are 3 values"), ("return v[0]", "floats[0]: positions count from 1"),
        ("v[4] = 1", "floats[4]: there are 3 values"), ("return genome.floats(1)[2]", "floats[2]: there is 1 value"),
        ("return v[1.5]", "floats: a position must be an integer from 1 to 3, got 1.5"),
        ("v.x = 1", "floats: a position must be an integer from 1 to 3, got 'x'"),
        ("return v[nil]", "floats: a position must be an integer from 1 to 3, got nil"),
        ("v[1] = 0/0", "floats[1]: must be a finite number, got nan"),
        ("v[1] = nil", "floats[1]: must be a finite number, got nil"),
        ("b[1] = 'x'", "bits[1]: must be 0, 1, false or true, got 'x'"),
        ("return m[1]", "matrix: a value has a row and a column: m:get(i, j), m:set(i, j, x)"),
        ("ipairs(m)", "ipairs: a matrix has rows and columns; visit m:row(i)"),
        ("ipairs(v)(b, -1)", "ipairs: an iterator of vectors called with other arguments"),
        ("return v.dott", "floats: unknown name 'dott'; did you mean 'dot'?"),
        ("return m.produkt", "matrix: unknown name 'produkt'; did you mean 'product'?"),
        // Arguments
        ("v.sum(3)", "floats: call it with a colon: v:sum(…)"), ("v.sum()", "floats: call it with a colon: v:sum(…)"),
        ("b.xor(v, v)", "bits: call it with a colon: b:xor(…)"), ("v.copy(1)", "copy: call it with a colon: v:copy()"),
        ("v:axpy(1, genome.floats(4))", "floats:axpy: x must have 3 values, got 4"),
        ("v:axpy('1', v)", "floats:axpy: a must be a finite number, got '1'"),
        ("v:add(b)", "floats:add: x must be made by genome.floats, got 70 bits"),
        ("v:add { 1, 2, 3 }", "floats:add: x must be made by genome.floats, got a table"),
        ("v:scale(1/0)", "floats:scale: a must be a finite number, got inf"),
        (
            "v:assign(m)",
            "floats:assign: value must be a finite number or made by genome.floats, got a matrix of 2 x 3 values"
        ),
        ("v:slice(2)", "floats:slice: last must be an integer from 1 to 3, got nil"),
        ("v:slice(5, 5)", "floats:slice: first must be an integer from 1 to 4, got 5"),
        ("v:clamp(2, 1)", "floats:clamp: the interval from 2.0 to 1.0 is empty"),
        ("genome.floats(0):mean()", "floats:mean: there are no values"),
        ("genome.floats(0):max()", "floats:max: there are no values"),
        ("v:assign(-1):sqrt():order()", "floats:order: value 1 is nan, which has no order"),
        ("v:assign(-1):sqrt():min()", "floats:min: value 1 is nan, which has no order"),
        ("v:normal()", "floats:normal: random must be the random stream that callbacks are given, got nil"),
        ("v:uniform(math)", "floats:uniform: random must be the random stream that callbacks are given, got a table"),
        ("b:xor(genome.bits(4))", "bits:xor: other must have 70 bits, got 4"),
        ("b:above(3)", "bits:above: x must be made by genome.floats, got 3"),
        ("b:above(v)", "bits:above: x must have 70 values, got 3"),
        (
            "b:above(genome.floats(70), 0 / 0)",
            "bits:above: threshold must be a finite number, got nan"
        ),
        ("b:assign(2)", "bits:assign: value must be 0, 1, false, true or made by genome.bits, got 2"),
        ("b:random(3)", "bits:random: random must be the random stream that callbacks are given, got 3"),
        ("m:get(3, 1)", "matrix:get: row must be an integer from 1 to 2, got 3"),
        ("m:get(1)", "matrix:get: column must be an integer from 1 to 3, got nil"),
        ("m:set(1, 1)", "matrix:set: value must be a finite number, got nil"),
        ("m:axpy(1, m:transpose())", "matrix:axpy: other must be 2 x 3, got 3 x 2"),
        ("m:product(m)", "matrix:product: other must have as many rows as the matrix has columns, 3, got 2"),
        ("m:product(genome.floats(2))", "matrix:product: other must have 3 values, got 2"),
        ("m:product(3)", "matrix:product: other must be made by genome.matrix or genome.floats, got 3"),
        ("m:transposed_product(v)", "matrix:transposed_product: v must have 2 values, got 3"),
        ("m:rank_one(1, v)", "matrix:rank_one: x must have 2 values, got 3"),
        ("m:rank_one(1, genome.floats(2))", "matrix:rank_one: x must have 3 values, got 2"),
        ("m:eigen()", "matrix:eigen: must have as many rows as columns, got 2 x 3"),
        (
            "genome.matrix { { 1, 2 }, { 3, 4 } }:eigen()",
            "matrix:eigen: must be symmetric, got 2.0 at 1, 2 and 3.0 at 2, 1"
        ),
        (
            "genome.matrix { { 1, 0 }, { 0, 1e300 } }:scale(1e300):eigen()",
            "matrix:eigen: the value at 2, 2 must be finite, got inf"
        ),
        ("m:transposed()", "matrix: unknown name 'transposed'; did you mean 'transpose'?"),
    ])
    func `is told in one line`(call: String, expected: String) throws {
        let made = "local v, b, m = genome.floats(3), genome.bits(70), genome.matrix(2, 3)"
        #expect(try vectorMessage("\(made) \(call)") == "test.lua:1: \(expected)")
    }

    @Test(arguments: [
        ("random(genome.floats { 0.5, 2 })", "bits:random: probability[2] must be a number from 0 to 1, got 2.0"),
        ("random(genome.floats(3))", "bits:random: probability must have 2 values, got 3"),
        (
            "random(0/0)",
            "bits:random: probability must be a number from 0 to 1 or made by genome.floats, got nan"
        ),
        (
            "random('x')",
            "bits:random: probability must be a number from 0 to 1 or made by genome.floats, got 'x'"
        ),
        ("normal(0, -1)", "floats:normal: deviation must be >= 0, got -1.0"),
        ("normal(1/0)", "floats:normal: mean must be a finite number, got inf"),
        ("uniform(2, 1)", "floats:uniform: the interval from 2.0 to 1.0 is empty"),
        ("uniform({})", "floats:uniform: low must be a finite number, got a table"),
    ])
    func `with random numbers is told in one line`(call: String, expected: String) throws {
        let state = try vectorState()
        let kind = expected.prefix { $0 != ":" }
        let text = """
            local genome = require "genome"
            return function(population, random) genome.\(kind)(2):\(call.replacing("(", with: "(random, ", maxReplacements: 1)) end
            """
        guard case .function(let selection) = try state.run(text, name: "test.lua") else {
            throw LuaError("no function")
        }
        do {
            _ = try state.select(selection, fitness: [1], count: 1, stream: SplitMix(seed: 3).stream)
            Issue.record("no error")
        } catch {
            #expect(error.description == "test.lua:2: \(expected)")
        }
    }

    @Test func `leaves the vector as it was`() throws {
        let text = """
            local v = genome.floats { 1, 2, 3 }
            local b = genome.bits { 1, 0, 1 }
            for _, call in ipairs { "add", "axpy", "scale", "multiply", "divide", "clamp", "assign", "normal", "uniform" } do
              assert(not pcall(v[call], v, {}))
            end
            for _, call in ipairs { "xor", "band", "bor", "assign", "random" } do assert(not pcall(b[call], b, {})) end
            return { v:sum(), b:popcount() }
            """
        let state = try vectorState()
        #expect(
            try state.run("local genome = require 'genome' " + text, name: "test.lua")
                == .table(LuaTable(list: [.number(6), .integer(2)])))
    }
}
