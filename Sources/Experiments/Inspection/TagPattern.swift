/// Which tags to show: `*` stands for any characters, `?` for one.
package struct TagPattern: Sendable, Hashable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package func matches(_ tag: String) -> Bool {
        let (pattern, characters) = (Array(text), Array(tag))
        var (position, place) = (0, 0)
        // Where to go back to: behind the last star, and what it stands for so far.
        var (star, end): (Int?, Int) = (nil, 0)
        while place < characters.count {
            if position < pattern.count, pattern[position] == "*" {
                (star, end) = (position, place)
                position += 1
            } else if position < pattern.count, pattern[position] == "?" || pattern[position] == characters[place] {
                position += 1
                place += 1
            } else if let star {
                end += 1
                (position, place) = (star + 1, end)
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == "*" }
    }
}
