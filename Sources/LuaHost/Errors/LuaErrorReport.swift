/// The report of an error as C leaves it (the error value, then source, line and name of each frame), in plain words.
struct LuaErrorReport {
    let value: LuaValue
    let traceback: [LuaFrame]

    init(_ values: [LuaValue]) {
        value = values.first ?? .nil
        var frames: [LuaFrame] = []
        for start in stride(from: 1, to: values.count - 2, by: 3) {
            guard case .integer(let line) = values[start + 1] else { continue }
            let name = values[start + 2].text ?? ""
            let location = LuaLocation(source: values[start].text ?? "?", line: Int(line))
            frames.append(LuaFrame(location: location, function: name.isEmpty ? nil : name))
        }
        traceback = frames
    }

    /// - Parameters:
    ///   - sources: Names of the files that were loaded: a message may begin with one of them.
    ///   - libraryNames: What may have been meant by a field that is nil, such as `math.floor`.
    func error(kind: LuaError.Kind, sources: [String], libraryNames: () -> [String]) -> LuaError {
        guard let text = value.text else {
            return LuaError(
                "the script raised \(value)", kind: kind, at: traceback.first?.location, traceback: traceback)
        }
        let names = sources + traceback.map(\.location.source)
        var (location, message) = split(text, sources: names)
        // coroutine.wrap puts its own place in front of a message that has one.
        while case (let inner?, let rest) = split(message, sources: names) { (location, message) = (inner, rest) }
        return LuaError(
            reworded(message, libraryNames: libraryNames),
            kind: kind,
            at: location ?? traceback.first?.location,
            traceback: traceback
        )
    }

    /// Parts `source:line: message`.
    private func split(_ text: String, sources: [String]) -> (LuaLocation?, String) {
        for source in sources where text.hasPrefix(source + ":") {
            let rest = text.dropFirst(source.count + 1)
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let line = Int(digits), rest.dropFirst(digits.count).hasPrefix(": ") else { continue }
            let message = String(rest.dropFirst(digits.count + 2))
            return (LuaLocation(source: source, line: line), message)
        }
        return (nil, text)
    }

    /// Lua says "attempt to call a nil value (field 'flor')".
    private func reworded(_ message: String, libraryNames: () -> [String]) -> String {
        let opening = "attempt to call a nil value ("
        guard message.hasPrefix(opening), message.hasSuffix("')") else { return message }
        let parts = message.dropFirst(opening.count).dropLast(2).split(separator: " '", maxSplits: 1)
        guard parts.count == 2 else { return message }
        let (what, name) = (String(parts[0]), String(parts[1]))
        let named = "call of \(what) '\(name)', which is nil"
        switch what {
        case "field":
            let names = libraryNames()
            let fields = names.map { String($0.split(separator: ".").last ?? "") }
            guard let nearest = NearestName.of(name, among: fields) else { return named }
            return "\(named); did you mean '\(names[fields.firstIndex(of: nearest) ?? 0])'?"
        case "method":
            let fields = libraryNames().filter { $0.hasPrefix("string.") }.map { String($0.dropFirst(7)) }
            return named + NearestName.hint(for: name, among: fields)
        default:
            return named
        }
    }
}
