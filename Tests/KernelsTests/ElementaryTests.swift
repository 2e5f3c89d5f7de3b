import CKernels
import Kernels
import TestSupport
import Testing

/// A function of `Elementary`, and the error that its documentation states, in units of the last place.
struct BoundedFunction: CustomTestStringConvertible, Sendable {
    let name: String
    let bound: Double
    /// Of the bits of 100,000 values; the test says how.
    let digest: UInt64
    let apply: @Sendable (Double) -> Double

    var testDescription: String { name }

    static let all = [
        BoundedFunction(name: "exp", bound: 0.9, digest: 0x0db8_8039_0f22_2ea4, apply: Elementary.exp),
        BoundedFunction(name: "log", bound: 0.88, digest: 0x3b91_5faf_3b5d_9f42, apply: Elementary.log),
        BoundedFunction(name: "sin", bound: 0.84, digest: 0x1cb5_83b6_bc65_6ef8, apply: Elementary.sin),
        BoundedFunction(name: "cos", bound: 0.84, digest: 0x87bf_63e2_5603_1618, apply: Elementary.cos),
        BoundedFunction(name: "tanh", bound: 2.9, digest: 0x5f89_33ca_f2ad_4169, apply: Elementary.tanh),
        BoundedFunction(name: "sigmoid", bound: 2.6, digest: 0x1a4a_da4b_f7f8_aa04, apply: Elementary.sigmoid),
    ]
}

private let quietNaN = Double(bitPattern: 0x7ff8_0000_0000_0000)

/// What a function must return for one argument, bit for bit.
struct SpecialValue: Sendable {
    let name: String
    let x: Double
    let value: Double

    static let all = table.flatMap { name, values in
        values.map { SpecialValue(name: name, x: $0.0, value: $0.1) }
    }

    private static let table: [(String, [(Double, Double)])] = [
        ("exp", expValues),
        ("log", logValues),
        ("sin", sinValues),
        ("cos", cosValues),
        ("tanh", tanhValues),
        ("sigmoid", sigmoidValues),
    ]

    private static let expValues: [(Double, Double)] = [
        (0.0, 1.0),
        (-0.0, 1),
        (.infinity, .infinity),
        (-.infinity, 0),
        (0x1.62e42fefa39efp+9, 0x1.fffffffffff2ap+1023),
        (0x1.62e42fefa39f0p+9, .infinity),
        (-0x1.74910d52d3051p+9, 0x1p-1074),
        (-0x1.74910d52d3052p+9, 0),
        (1e300, .infinity),
        (-1e300, 0),
        (0x1p-1074, 1),
    ]

    private static let logValues: [(Double, Double)] = [
        (1, 0),
        (0, -.infinity),
        (-0.0, -.infinity),
        (.infinity, .infinity),
        (-1, quietNaN),
        (-0x1p-1074, quietNaN),
        (-.infinity, quietNaN),
    ]

    private static let sinValues: [(Double, Double)] = [
        (0, 0),
        (-0.0, -0.0),
        (.infinity, quietNaN),
        (-.infinity, quietNaN),
        (0x1p-1074, 0x1p-1074),
    ]

    private static let cosValues: [(Double, Double)] = [
        (0, 1),
        (-0.0, 1),
        (0x1p-1074, 1),
        (.infinity, quietNaN),
        (-.infinity, quietNaN),
    ]

    private static let tanhValues: [(Double, Double)] = [
        (0, 0),
        (-0.0, -0.0),
        (.infinity, 1),
        (-.infinity, -1),
        (1e300, 1),
        (0x1p-1074, 0x1p-1074),
    ]

    private static let sigmoidValues: [(Double, Double)] = [
        (0, 0.5),
        (-0.0, 0.5),
        (.infinity, 1),
        (-.infinity, 0),
        (1e300, 1),
        (-745, 0x1p-1074),
        (-746, 0),
    ]
}

/// Doubles of every exponent and sign, NaNs and infinities left out.
private func anyFinite(_ count: Int, seed: UInt64) -> [Double] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in Double(bitPattern: random.next()) }.filter(\.isFinite)
}

@Suite struct `Elementary functions` {
    @Test(arguments: BoundedFunction.all) func `stay within their stated error of exact values`(
        function: BoundedFunction
    ) throws {
        let records = try #require(ElementaryReference.shared.sections[function.name])
        #expect(records.count > 1000)
        for record in records {
            let x = Double(bitPattern: record.inputs[0])
            let error = record.error(of: function.apply(x))
            #expect(error <= function.bound, "\(function.name)(\(x)) is off by \(error) ulp")
        }
    }

    @Test(arguments: BoundedFunction.all) func `answer every NaN with the same quiet NaN`(function: BoundedFunction) {
        for bits: UInt64 in [
            0x7ff8_0000_0000_0000, 0xfff8_0000_0000_0000, 0x7ff0_0000_0000_0001, 0xffff_ffff_ffff_ffff,
        ] {
            #expect(function.apply(Double(bitPattern: bits)).bitPattern == quietNaN.bitPattern)
        }
    }

    @Test(arguments: SpecialValue.all) func `have these exact values`(special: SpecialValue) throws {
        let function = try #require(BoundedFunction.all.first { $0.name == special.name })
        let value = function.apply(special.x)
        #expect(value.bitPattern == special.value.bitPattern, "\(special.name)(\(special.x)) is \(value)")
    }

    @Test func `obey the symmetries of sine, cosine and tanh bit for bit`() {
        let lopsided = anyFinite(50_000, seed: 1).filter { x in
            Elementary.sin(-x).bitPattern != (-Elementary.sin(x)).bitPattern
                || Elementary.cos(-x).bitPattern != Elementary.cos(x).bitPattern
                || Elementary.tanh(-x).bitPattern != (-Elementary.tanh(x)).bitPattern
        }
        #expect(lopsided.isEmpty, "\(lopsided.prefix(3))")
    }

    @Test func `stay in their range`() {
        let strays = anyFinite(50_000, seed: 2).filter { x in
            abs(Elementary.sin(x)) > 1 || abs(Elementary.cos(x)) > 1 || abs(Elementary.tanh(x)) > 1
                || !(0...1).contains(Elementary.sigmoid(x)) || Elementary.exp(x) < 0
        }
        #expect(strays.isEmpty, "\(strays.prefix(3))")
    }

    @Test(arguments: ["exp", "log", "tanh", "sigmoid"]) func `rise with their argument`(name: String) throws {
        let function = try #require(BoundedFunction.all.first { $0.name == name })
        var random = SplitMix64(seed: 3)
        let points = (0..<50_000).map { _ in
            name == "log" ? Double.random(in: 0...4, using: &random) : .random(in: -40...40, using: &random)
        }
        // Neighboring doubles may change places by rounding; doubles 2^-40 apart may not.
        let fallen = points.filter { x in function.apply(x) > function.apply(x + max(abs(x), 1) * 0x1p-40) }
        #expect(fallen.isEmpty, "\(fallen.prefix(3))")
    }

    @Test func `have a cheap sine and cosine with the same bits up to a quarter of pi`() {
        var random = SplitMix64(seed: 4)
        let limit = Double.pi / 4
        let points = (0..<100_000).map { _ in Double.random(in: -limit...limit, using: &random) }
        let small = anyFinite(100_000, seed: 5).filter { abs($0) <= limit }
        let edges = [limit, -limit, 0, -0.0, 0x1p-1074, -0x1p-1074, limit.nextDown, 0x1p-27]
        let different = (points + small + edges).filter { x in
            ck_sin_small(x).bitPattern != Elementary.sin(x).bitPattern
                || ck_cos_small(x).bitPattern != Elementary.cos(x).bitPattern
        }
        #expect(different.isEmpty, "\(different.prefix(3))")
    }

    @Test func `agree where the reduction of angles changes its method`() {
        // sin² + cos² = 1 on both sides of 2^20, and no jump across it.
        var x = 0x1p20 - 1000
        while x < 0x1p20 + 1000 {
            let (sine, cosine) = (Elementary.sin(x), Elementary.cos(x))
            #expect(abs(sine * sine + cosine * cosine - 1) < 1e-15, "\(x)")
            x += 0.37
        }
        #expect(abs(Elementary.sin((0x1p20).nextUp) - Elementary.sin(0x1p20)) < 2 * (0x1p20).ulp)
    }

    @Test(arguments: BoundedFunction.all) func `give the same bits on every machine`(function: BoundedFunction) {
        // A change of these bits changes the result of every run: it belongs in the change log.
        var random = SplitMix64(seed: 6)
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for i in 0..<100_000 {
            let word = random.next()
            let x = i % 2 == 0 ? Double(bitPattern: word) : (Double(word >> 11) * 0x1p-53 - 0.5) * 64
            hash = (hash ^ function.apply(x).bitPattern) &* 0x100_0000_01b3
        }
        #expect(hash == function.digest, "\(function.name): 0x\(String(hash, radix: 16))")
    }
}
