import Foundation

/// The equations of Hansen, "The CMA Evolution Strategy: A Tutorial" (arXiv:1604.00772), as they stand there: matrices are
/// arrays of rows, sums are loops. The separable form drops what is beside the diagonal.
struct CMAESReference {
    let n: Int
    let isSeparable: Bool
    var mean: [Double]
    var sigma: Double
    var covariance: [[Double]]
    var sigmaPath: [Double]
    var covariancePath: [Double]
    private var generation = 0
    /// Generations whose step size path was too long to learn from.
    private(set) var stalls = 0

    private let mu: Int
    private var weights: [Double]
    private let muEffective, cSigma, dSigma, cC, c1, cMu, expectedLength: Double

    init(mean: [Double], sigma: Double, lambda: Int, isSeparable: Bool, isActive: Bool) {
        let size = mean.count
        n = size
        self.isSeparable = isSeparable
        self.mean = mean
        self.sigma = sigma
        covariance = (0..<size).map { i in (0..<size).map { $0 == i ? 1 : 0 } }
        sigmaPath = [Double](repeating: 0, count: size)
        covariancePath = sigmaPath
        mu = lambda / 2
        let dimension = Double(size)
        let raw = (1...lambda).map { log((Double(lambda) + 1) / 2) - log(Double($0)) }
        let positive = raw[..<mu].reduce(0, +)
        let negative = raw[mu...].reduce(0, +)
        muEffective = positive * positive / raw[..<mu].map { $0 * $0 }.reduce(0, +)
        let negativeMuEffective = negative * negative / raw[mu...].map { $0 * $0 }.reduce(0, +)
        let scale = isSeparable ? (dimension + 2) / 3 : 1
        c1 = scale * 2 / (pow(dimension + 1.3, 2) + muEffective)
        cMu = min(
            1 - c1,
            scale * 2 * (0.25 + muEffective + 1 / muEffective - 2) / (pow(dimension + 2, 2) + 2 * muEffective / 2))
        cSigma = (muEffective + 2) / (dimension + muEffective + 5)
        dSigma = 1 + 2 * max(0, sqrt((muEffective - 1) / (dimension + 1)) - 1) + cSigma
        cC = (4 + muEffective / dimension) / (dimension + 4 + 2 * muEffective / dimension)
        expectedLength = sqrt(dimension) * (1 - 1 / (4 * dimension) + 1 / (21 * dimension * dimension))
        let alpha = min(
            1 + c1 / cMu, 1 + 2 * negativeMuEffective / (muEffective + 2), (1 - c1 - cMu) / (dimension * cMu))
        weights = raw.map { $0 >= 0 ? $0 / positive : isActive ? -alpha * $0 / negative : 0 }
    }

    mutating func tell(points: [[Double]], fitness: [Double]) {
        let order = fitness.indices.sorted { (-fitness[$0], $0) < (-fitness[$1], $1) }
        let inverseRoot = Self.function(of: covariance) { 1 / sqrt($0) }
        let y = order.map { k in zip(points[k], mean).map { ($0 - $1) / sigma } }
        var step = [Double](repeating: 0, count: n)
        for i in 0..<mu { for j in 0..<n { step[j] += weights[i] * y[i][j] } }
        for j in 0..<n { mean[j] += sigma * step[j] }

        let whitened = Self.product(inverseRoot, step)
        for j in 0..<n {
            sigmaPath[j] = (1 - cSigma) * sigmaPath[j] + sqrt(cSigma * (2 - cSigma) * muEffective) * whitened[j]
        }
        let length = sqrt(sigmaPath.map { $0 * $0 }.reduce(0, +))
        let bound = (1.4 + 2 / (Double(n) + 1)) * expectedLength
        let isShort = length / sqrt(1 - pow(1 - cSigma, 2 * Double(generation + 1))) < bound
        if !isShort { stalls += 1 }

        for j in 0..<n {
            covariancePath[j] =
                (1 - cC) * covariancePath[j] + (isShort ? sqrt(cC * (2 - cC) * muEffective) * step[j] : 0)
        }
        adaptCovariance(y, inverseRoot, delta: isShort ? 0 : cC * (2 - cC))
        sigma *= exp(cSigma / dSigma * (length / expectedLength - 1))
        generation += 1
    }

    private mutating func adaptCovariance(_ y: [[Double]], _ inverseRoot: [[Double]], delta: Double) {
        let sum = weights.reduce(0, +)
        let factors = zip(weights, y).map { weight, y in
            if weight >= 0 { return cMu * weight }
            let squares = Self.product(inverseRoot, y).map { $0 * $0 }.reduce(0, +)
            return cMu * weight * Double(n) / squares
        }
        var next = covariance
        for a in 0..<n {
            for b in 0..<n where a == b || !isSeparable {
                next[a][b] = (1 + c1 * delta - c1 - cMu * sum) * covariance[a][b]
                next[a][b] += c1 * covariancePath[a] * covariancePath[b]
                for (factor, y) in zip(factors, y) { next[a][b] += factor * y[a] * y[b] }
            }
        }
        covariance = next
    }

    private static func product(_ a: [[Double]], _ x: [Double]) -> [Double] {
        a.map { row in zip(row, x).map(*).reduce(0, +) }
    }

    /// A function of a symmetric matrix, by Jacobi's rotations.
    static func function(of matrix: [[Double]], _ function: (Double) -> Double) -> [[Double]] {
        let n = matrix.count
        var a = matrix
        var v = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0 } }
        for _ in 0..<12 {
            for p in 0..<n {
                for q in (p + 1)..<max(n, p + 1) where a[p][q] != 0 {
                    let angle = 0.5 * atan2(2 * a[p][q], a[q][q] - a[p][p])
                    let (c, s) = (cos(angle), sin(angle))
                    for k in 0..<n { (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]) }
                    for k in 0..<n { (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]) }
                    for k in 0..<n { (v[k][p], v[k][q]) = (c * v[k][p] - s * v[k][q], s * v[k][p] + c * v[k][q]) }
                }
            }
        }
        var result = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
        for k in 0..<n {
            let value = function(a[k][k])
            for i in 0..<n { for j in 0..<n { result[i][j] += v[i][k] * value * v[j][k] } }
        }
        return result
    }
}
