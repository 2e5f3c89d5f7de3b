/// Where two descriptions part.
package struct DescriptionDifference: Equatable, Sendable {
    /// From the outermost description: `search.learning_rate`, or empty if the constructors themselves differ.
    package let path: String
    package let first: String
    package let second: String
}

extension Description {
    /// The first option, in order of declaration, that differs; nil if the descriptions are equal.
    package func difference(from other: Description) -> DescriptionDifference? {
        guard constructor == other.constructor else {
            return DescriptionDifference(
                path: "", first: "genome.\(constructor)", second: "genome.\(other.constructor)")
        }
        return Description.difference(options, other.options, path: [])
    }

    private static func difference(
        _ first: [DescribedOption], _ second: [DescribedOption], path: [String]
    ) -> DescriptionDifference? {
        for (one, other) in zip(first, second) where one.value != other.value {
            let path = path + [one.name]
            switch (one.value, other.value) {
            case (.options(let first), .options(let second)):
                return difference(first, second, path: path)
            case (.description(let first), .description(let second)) where first.constructor == second.constructor:
                return difference(first.options, second.options, path: path)
            default:
                return DescriptionDifference(
                    path: path.joined(separator: "."),
                    first: one.value.description,
                    second: other.value.description
                )
            }
        }
        return nil
    }
}
