/// What is not alike in two identities: an option, or one setting of an option that has several.
package struct IdentityChange: Sendable, Hashable {
    /// The option of the experiment, such as `search`.
    package let option: String
    /// Which of the option's settings, such as `learning_rate`; nil: the option as a whole.
    package let setting: String?
    package let old: String
    package let new: String

    /// What differs between two values of an option.
    ///
    /// Values such as `nes(population_size 64, learning_rate 10.0)` are compared setting by setting if they have the
    /// same settings.
    static func changes(of option: String, from old: String, to new: String) -> [IdentityChange] {
        let ((kind, first), (newKind, second)) = (parts(old), parts(new))
        guard kind == newKind, first.count > 1, first.map(\.name) == second.map(\.name) else {
            return [IdentityChange(option: option, setting: nil, old: old, new: new)]
        }
        return zip(first, second).filter { $0.value != $1.value }.map {
            IdentityChange(option: option, setting: $0.name, old: $0.value, new: $1.value)
        }
    }

    /// `nes(a 1, b adam(c 2, d 3))` as `nes` with `a` 1 and `b` adam(c 2, d 3): settings are parted by the commas that
    /// stand in no parentheses but those around all of them.
    private static func parts(_ value: String) -> (kind: String, [(name: String, value: String)]) {
        var (kind, list) = ("", value[...])
        if value.hasSuffix(")"), let open = value.firstIndex(of: "(") {
            kind = String(value[..<open])
            list = value[value.index(after: open)...].dropLast()
        }
        var (depth, texts) = (0, [""])
        for character in list {
            if character == "(" || character == "{" { depth += 1 }
            if character == ")" || character == "}" { depth -= 1 }
            if character == "," && depth == 0 { texts.append("") } else { texts[texts.count - 1].append(character) }
        }
        let settings = texts.map { text in
            let words = text.drop { $0 == " " }.split(separator: " ", maxSplits: 1).map(String.init)
            return (words.first ?? "", words.count > 1 ? words[1] : "")
        }
        return (kind, settings)
    }
}

extension IdentityChange: CustomStringConvertible {
    /// "search: learning_rate was 10.0, and is now 3.0"
    package var description: String {
        "\(option)\(setting.map { ": \($0)" } ?? "") was \(old), and is now \(new)"
    }
}
