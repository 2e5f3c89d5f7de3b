/// A function that scripts call without Swift in between: it is written in C, in CLuaSupport.
package enum LuaNativeFunction: Int64, CaseIterable, Sendable {
    // In the order of `push_native_function` in read.c.

    /// Makes numbers: `floats(n, value)`, `floats { 1, 2, 3 }`.
    case floats
    /// Makes bits: `bits(n)`, `bits { 0, 1, 1 }`.
    case bits
    /// Makes a matrix: `matrix(rows, columns)`, `matrix { { 1, 2 }, { 3, 4 } }`.
    case matrix
    /// Makes a matrix of zeros with ones on its diagonal: `identity(n)`.
    case identity

    /// As scripts call it.
    package var name: String { "\(self)" }
}
