/// A class of values whose methods are written in C: what the definitions for editors and the reference say of it.
package struct NativeClass: Sendable {
    /// A method, called with a colon.
    package struct Method: Sendable {
        package let name: String
        /// Name and type of each, a name with a final `?` where it may be left out.
        let parameters: [(name: String, type: String)]
        /// Types of the results.
        let results: String
        /// What it does: a sentence without its final period.
        let sentence: String

        init(_ name: String, _ parameters: KeyValuePairs<String, String>, _ results: String, _ sentence: String) {
            self.name = name
            self.parameters = parameters.map { ($0.key, $0.value) }
            self.results = results
            self.sentence = sentence
        }
    }

    /// A way to call a function that makes such values.
    struct Form: Sendable {
        let function: String
        let parameters: [(name: String, type: String)]
        let sentence: String

        init(_ function: String, _ parameters: KeyValuePairs<String, String>, _ sentence: String) {
            self.function = function
            self.parameters = parameters.map { ($0.key, $0.value) }
            self.sentence = sentence
        }
    }

    /// The function that makes them, without `genome.`.
    package let name: String
    /// As definitions call it.
    let className: String
    /// What it is: a sentence without its final period.
    let sentence: String
    /// Type of the values by position; nil where there are none.
    let element: String?
    /// Ways to make one. Those of one function stand together.
    let forms: [Form]
    package let methods: [Method]

    /// All of them, in the order of the documentation.
    package static let all: [NativeClass] = [floats, bits, matrix]
}

// MARK: Definitions for editors

extension NativeClass {
    var definition: String {
        var lines = ["---\(sentence).", "---@class \(className)"]
        if let element { lines += ["---@field [integer] \(element)", "---@operator len: integer"] }
        for method in methods {
            let parameters = [("self", className)] + method.parameters
            let list = parameters.map { "\($0.0): \($0.1)" }.joined(separator: ", ")
            lines += ["---\(method.sentence).", "---@field \(method.name) fun(\(list)): \(method.results)"]
        }
        return lines.joined(separator: "\n")
    }

    /// Functions that nothing else declares; `constructors` are the names of those that something does.
    func functions(constructors: [String]) -> [String] {
        functionNames.filter { !constructors.contains($0) }.map { function in
            let forms = forms.filter { $0.function == function }
            let parameters = forms[0].parameters.map { "---@param \($0.name) \($0.type)" }
            let names = forms[0].parameters.map { $0.name.replacing("?", with: "") }.joined(separator: ", ")
            let lines =
                Self.sentences(of: function) + parameters + ["---@return \(className)"]
                + forms.dropFirst().map(overload) + ["function genome.\(function)(\(names)) end"]
            return lines.joined(separator: "\n")
        }
    }

    /// What a function makes of which arguments.
    static func sentences(of function: String) -> [String] {
        all.flatMap(\.forms).filter { $0.function == function }.map { form in
            let names = form.parameters.map { "`\($0.name)`" }.joined(separator: ", ")
            return "---With \(names): \(form.sentence.prefix(1).lowercased() + form.sentence.dropFirst())."
        }
    }

    /// Further ways to call a constructor of the same name.
    static func overloads(of constructor: String) -> [String] {
        all.flatMap { native in native.forms.filter { $0.function == constructor }.map(native.overload) }
    }

    private var functionNames: [String] {
        var names: [String] = []
        for form in forms where !names.contains(form.function) { names.append(form.function) }
        return names
    }

    private func overload(_ form: Form) -> String {
        "---@overload fun(\(form.parameters.map { "\($0.name): \($0.type)" }.joined(separator: ", "))): \(className)"
    }
}

// MARK: Reference

extension NativeClass {
    var reference: String {
        var lines = ["### \(className)", "", "\(sentence).", "", "| function | makes |", "| --- | --- |"]
        for form in forms { lines.append("| `\(call(form))` | \(form.sentence). |") }
        lines += ["", "| method | gives | meaning |", "| --- | --- | --- |"]
        for method in methods {
            let names = method.parameters.map(\.name).joined(separator: ", ")
            let results = method.results.replacing("|", with: "\\|")
            lines.append("| `:\(method.name)(\(names))` | \(results) | \(method.sentence). |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func call(_ form: Form) -> String {
        let isList = form.parameters.count == 1 && form.parameters[0].type.hasSuffix("[]")
        if isList { return "genome.\(form.function) { … }" }
        return "genome.\(form.function)(\(form.parameters.map(\.name).joined(separator: ", ")))"
    }
}
