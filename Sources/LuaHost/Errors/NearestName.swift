/// The right name that a mistyped one most likely stands for.
package enum NearestName {
    /// The candidate with the fewest edits (a letter missing, added, changed, or two swapped), if these are at most a
    /// third of the word's length; among equals the first.
    package static func of(_ word: String, among candidates: [String]) -> String? {
        let limit = max(1, word.count / 3)
        var best: (name: String, edits: Int)?
        for candidate in candidates where abs(candidate.count - word.count) <= limit && candidate != word {
            let edits = edits(from: Array(word.lowercased()), to: Array(candidate.lowercased()))
            if edits <= limit && edits < min(best?.edits ?? .max, candidate.count) {
                best = (candidate, edits)
            }
        }
        return best?.name
    }

    /// `; did you mean 'name'?`, or nothing where no name is near.
    package static func hint(for word: String, among candidates: [String]) -> String {
        of(word, among: candidates).map { "; did you mean '\($0)'?" } ?? ""
    }

    /// Optimal string alignment distance.
    private static func edits(from first: [Character], to second: [Character]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...second.count)
        for row in 0..<first.count {
            var current = [row + 1]
            for column in 0..<second.count {
                let substitution = previous[column] + (first[row] == second[column] ? 0 : 1)
                var edits = min(substitution, previous[column + 1] + 1, current[column] + 1)
                let isSwap =
                    row > 0 && column > 0 && first[row] == second[column - 1] && first[row - 1] == second[column]
                if isSwap { edits = min(edits, beforePrevious[column - 1] + 1) }
                current.append(edits)
            }
            beforePrevious = previous
            previous = current
        }
        return previous[second.count]
    }
}
