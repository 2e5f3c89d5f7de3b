/// Which parts of a child are whose, where it has two parents.
///
/// A genome is the sequence of its bits and, after them, its real numbers; cuts fall between any two of these.
package enum Crossover: String, Sendable, Hashable, CaseIterable {
    /// Each bit and each number is that of either parent, equally likely.
    /// - SeeAlso: Syswerda 1989, "Uniform crossover in genetic algorithms".
    case uniform
    /// Up to a cut all is the first parent's, after it the second's; each cut that leaves something of both is equally
    /// likely.
    /// - SeeAlso: Holland 1975, "Adaptation in natural and artificial systems", section 6.2.
    case onePoint = "one_point"
    /// What stands between two cuts is the second parent's, the rest the first's. The genome is a ring here, which has as
    /// many places for a cut as it has parts; each two of them are equally likely.
    /// - SeeAlso: De Jong 1975, "An analysis of the behavior of a class of genetic adaptive systems", section 4.6.
    case twoPoint = "two_point"
}
