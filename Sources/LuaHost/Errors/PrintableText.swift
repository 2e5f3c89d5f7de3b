/// Text from a script on its way to a terminal or a message.
package enum PrintableText {
    /// One line: newlines and tabs become spaces, other control characters `?`, and what exceeds `limit` characters is
    /// cut with a note of how much is missing.
    package static func line(_ text: String, limit: Int = 1000) -> String {
        let clean = lines(text).replacing("\n", with: " ").replacing("\t", with: " ")
        guard clean.count > limit else { return clean }
        return "\(clean.prefix(limit))… (\(clean.count - limit) more characters)"
    }

    /// Newlines and tabs stay, other control characters become `?`.
    package static func lines(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
            let isFormat = scalar.properties.generalCategory == .format
            result.append(isControl || isFormat ? "?" : scalar)
        }
        return String(result)
    }
}
