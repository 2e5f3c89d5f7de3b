/// What the sandbox itself asks of the host: the words of refusals.
enum LuaHostReplies {
    /// Arguments: name of the container ("" for the globals), key, keys it has.
    static func missing(_ call: LuaCall) -> LuaError {
        let container = call[0].text ?? ""
        guard let key = call[1].text else {
            return call.error("\(container.isEmpty ? "_G" : container) has no field \(call[1])")
        }
        guard case .table(let table) = call[2] else { return call.error("unknown name '\(key)'") }
        let hint = NearestName.hint(for: key, among: table.entries.compactMap(\.value.text).sorted())
        if container.isEmpty {
            return call.error(
                "undefined global '\(key)'\(hint.isEmpty ? ": check its spelling, or declare it with 'local' before this line" : hint)"
            )
        }
        return call.error("\(container): unknown name '\(key)'\(hint)")
    }

    /// Arguments: name of the container, key, whether it has the key.
    static func assignment(_ call: LuaCall) -> LuaError {
        let container = call[0].text ?? ""
        let key = call[1].text.map { "'\($0)'" } ?? call[1].description
        if container.hasSuffix("class") {
            return call.error("\(container) is read-only: \(key) cannot be set; keep in self what an episode changes")
        }
        if !container.isEmpty { return call.error("\(container) is read-only: \(key) cannot be set") }
        if call[2] == .boolean(true) { return call.error("global \(key) is read-only") }
        return call.error("assignment to undeclared global \(key); declare it with 'local'")
    }

    /// Arguments: name of the function, what allows it.
    static func refusal(_ call: LuaCall) -> LuaError {
        let name = call[0].text ?? ""
        let refused = "\(name) is not available to scripts"
        switch name {
        case "dofile", "loadfile": return call.error("\(refused); use require")
        case "string.dump": return call.error("\(refused): only text is loaded")
        default:
            guard let allowance = call[1].text, !allowance.isEmpty else { return call.error(refused) }
            return call.error("\(refused); --allow \(allowance) lifts that for one run")
        }
    }
}
