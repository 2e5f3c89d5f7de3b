import LuaHost

/// The parameters that a script declares, for help and completion.
package enum ScriptParameters {
    /// A table of the parameters, their defaults and, where a setting changes one, its value.
    /// - Throws: `LuaError` if the script cannot be run.
    package static func help(
        _ script: String, settings: [String], allowances: LuaAllowances = [], isolation: Isolation? = nil
    ) throws(LuaError) -> String {
        var configuration = ScriptConfiguration()
        configuration.allowances = allowances
        configuration.isolation = isolation
        configuration.print = { _ in }
        let parameters = try Script.load(path: script, settings: settings, configuration).parameters
        guard !parameters.isEmpty else { return "\(script) has no parameters" }
        let width = parameters.map(\.name.count).max() ?? 0
        let lines = parameters.map { parameter in
            let name = parameter.name.padding(to: width)
            let change = parameter.value == parameter.defaultValue ? "" : "  (now \(parameter.value))"
            return "  \(name)  default \(parameter.defaultValue)\(change)"
        }
        return (["PARAMETERS OF \(script), for --set name=value:"] + lines).joined(separator: "\n")
    }

    /// `name=` for each parameter of the first script among the words of a command line.
    package static func completions(_ arguments: [String]) -> [String] {
        guard let script = arguments.first(where: { $0.hasSuffix(".lua") }) else { return [] }
        var configuration = ScriptConfiguration()
        configuration.print = { _ in }
        guard let loaded = try? Script.load(path: script, configuration) else { return [] }
        return loaded.parameters.map { "\($0.name)=" }
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(width - count, 0)) }
}
