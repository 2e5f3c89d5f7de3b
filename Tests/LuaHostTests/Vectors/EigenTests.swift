import Foundation
import LuaHost
import TestSupport
import Testing

@Suite struct `Eigenvectors` {
    /// Eigenvalues, and vectors as columns.
    private struct Parts {
        let values: [Double]
        let vectors: [Double]
    }

    private static func eigen(_ a: [Double], size: Int) throws -> Parts {
        let results = try apply("function(a) return a:eigen() end", .matrix(a, rows: size, columns: size))
        guard results.count == 2, case .floats(let values) = results[0], case .matrix(let vectors, _, _) = results[1]
        else { throw LuaError("no eigenvectors") }
        return Parts(values: values, vectors: vectors)
    }

    /// A V = V diag(w) and V^T V = I to 1e-12 of the largest value, ascending, signs as promised.
    private static func check(_ a: [Double], size: Int, _ comment: Comment) throws {
        let parts = try eigen(a, size: size)
        let (w, v) = (parts.values, parts.vectors)
        let scale = a.map(abs).max() ?? 0
        var residual = 0.0
        var skew = 0.0
        for i in 0..<size {
            for j in 0..<size {
                let image = (0..<size).reduce(0) { $0 + a[i * size + $1] * v[$1 * size + j] }
                residual = max(residual, abs(image - v[i * size + j] * w[j]))
                let product = (0..<size).reduce(0) { $0 + v[$1 * size + i] * v[$1 * size + j] }
                skew = max(skew, abs(product - (i == j ? 1 : 0)))
            }
            let column = (0..<size).map { v[$0 * size + i] }
            let largest = column.map(abs).max() ?? 0
            #expect(column.first { abs($0) == largest } ?? 0 > 0, comment)
        }
        #expect(residual <= 1e-12 * scale, comment)
        #expect(skew <= 1e-12, comment)
        #expect(w == w.sorted(), comment)
    }

    private static func randomSymmetric(_ size: Int, _ random: inout SplitMix) -> [Double] {
        var a = [Double](repeating: 0, count: size * size)
        for i in 0..<size {
            for j in 0...i {
                let number = Double.random(in: -1...1, using: &random)
                a[i * size + j] = number
                a[j * size + i] = number
            }
        }
        return a
    }

    @Test(arguments: 1...60) func `of random symmetric matrices satisfy their equation`(size: Int) throws {
        var random = SplitMix(seed: UInt64(size))
        let a = Self.randomSymmetric(size, &random)
        for scale in [1, 1e-300, 1e300] {
            try Self.check(a.map { $0 * scale }, size: size, "size \(size), scale \(scale)")
        }
    }

    @Test(arguments: [1, 2, 3, 5, 12, 30, 60]) func `of special matrices satisfy their equation`(size: Int) throws {
        var random = SplitMix(seed: UInt64(size))
        func matrix(_ value: (Int, Int) -> Double) -> [Double] {
            (0..<size * size).map { value($0 / size, $0 % size) }
        }
        let x = (0..<size).map { _ in Double.random(in: -1...1, using: &random) }
        let diagonal = (0..<size).map { _ in Double(Int.random(in: -3...3, using: &random)) }
        let special: [(String, [Double])] = [
            ("zero", matrix { _, _ in 0 }), ("identity", matrix { $0 == $1 ? 1 : 0 }), ("ones", matrix { _, _ in 1 }),
            ("diagonal", matrix { $0 == $1 ? diagonal[$0] : 0 }), ("rank one", matrix { x[$0] * x[$1] }),
            ("Hilbert", matrix { 1 / Double($0 + $1 + 1) }), ("tridiagonal", matrix { abs($0 - $1) == 1 ? 1 : 0 }),
            ("Wilkinson", matrix { $0 == $1 ? abs(Double(size - 1) / 2 - Double($0)) : abs($0 - $1) == 1 ? 1 : 0 }),
            ("graded", matrix { pow(10, -10 * Double($0 + $1)) }),
            ("antidiagonal", matrix { $0 + $1 == size - 1 ? 2 : 0 }),
            ("repeated", matrix { ($0 == $1 ? 3 : 0) - 2 * x[$0] * x[$1] }),
            ("tiny off the diagonal", matrix { $0 == $1 ? 1 : 1e-200 }),
        ]
        for (name, a) in special { try Self.check(a, size: size, "\(name), size \(size)") }
    }

    @Test func `are known in closed form`() throws {
        let size = 24
        let a = (0..<size * size).map { abs($0 / size - $0 % size) == 1 ? -1.0 : $0 / size == $0 % size ? 2 : 0 }
        let values = try Self.eigen(a, size: size).values
        for k in 1...size {
            let sine = sin(Double(k) * .pi / Double(2 * (size + 1)))
            #expect(abs(values[k - 1] - 4 * sine * sine) < 1e-14)
        }
        #expect(try Self.eigen([], size: 0).values == [])
        #expect(try Self.eigen([-3], size: 1).vectors == [1])
    }

    @Test func `forgive what rounding leaves of symmetry`() throws {
        let parts = try Self.eigen([1, 0.5 + 0x1p-50, 0.5, 1], size: 2)
        #expect(abs(parts.values[0] - 0.5) < 1e-14 && abs(parts.values[1] - 1.5) < 1e-14)
    }

    @Test(.enabled(if: Python.isExpected, Comment(rawValue: Python.skipComment)))
    func `are numpy's`() throws {
        struct Answer: Decodable {
            let values: [Double]
            let vectors: [Double]
        }
        let numpy = try PythonSession("numpy_eigenvectors.py", [])
        for size in [1, 2, 3, 10, 33, 60] {
            var random = SplitMix(seed: UInt64(100 + size))
            let a = Self.randomSymmetric(size, &random)
            let text = try numpy.ask(String(decoding: JSONEncoder().encode(a), as: UTF8.self))
            let answer = try JSONDecoder().decode(Answer.self, from: Data(text.utf8))
            let parts = try Self.eigen(a, size: size)
            for (value, expected) in zip(parts.values, answer.values) { #expect(abs(value - expected) < 1e-12) }
            for column in 0..<size {
                let cosine = (0..<size).reduce(0) {
                    $0 + parts.vectors[$1 * size + column] * answer.vectors[$1 * size + column]
                }
                #expect(abs(abs(cosine) - 1) < 1e-9, "size \(size), vector \(column)")
            }
        }
    }
}
