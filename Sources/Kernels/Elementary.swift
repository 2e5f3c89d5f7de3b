import CKernels

// Invariants:
// 1. `ck_normal_pair` writes its two results before it returns and keeps no pointer.

/// Elementary functions of `Double` whose bits are the same on every processor.
///
/// Every value that can reach a result of a run goes through these and never through the C library, whose functions
/// differ between processors. Errors are in units of the last place (ulp), measured over hundreds of millions of inputs;
/// NaN in gives NaN out, always the same one.
package enum Elementary {
    /// e to the power `x`, to 0.9 ulp; infinite above 709.78…, zero below −745.13….
    package static func exp(_ x: Double) -> Double { ck_exp(x) }

    /// The natural logarithm, to 0.88 ulp; −infinity for zero of either sign, NaN for a negative number.
    package static func log(_ x: Double) -> Double { ck_log(x) }

    /// The sine of an angle in radians of any size, to 0.84 ulp; NaN for an infinity.
    package static func sin(_ x: Double) -> Double { ck_sin(x) }

    /// The cosine of an angle in radians of any size, to 0.84 ulp; NaN for an infinity.
    package static func cos(_ x: Double) -> Double { ck_cos(x) }

    /// The hyperbolic tangent, to 2.9 ulp.
    package static func tanh(_ x: Double) -> Double { ck_tanh(x) }

    /// 1 / (1 + e^−x), to 2.6 ulp: the probability that belongs to a logit.
    package static func sigmoid(_ x: Double) -> Double { ck_sigmoid(x) }

    /// Two independent deviates of the standard normal distribution, from the high 52 bits of each of two random words.
    ///
    /// Their size is below 8.58, their error below 3.6 ulp.
    /// - SeeAlso: Box and Muller 1958, <https://doi.org/10.1214/aoms/1177706645>.
    package static func normalPair(_ first: UInt64, _ second: UInt64) -> (Double, Double) {
        var z0 = 0.0
        var z1 = 0.0
        unsafe ck_normal_pair(first, second, &z0, &z1)
        return (z0, z1)
    }
}
