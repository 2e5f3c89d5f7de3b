import Records

/// An environment as experiments and policies name it, with the options that were chosen for it.
package struct ChosenEnvironment: Hashable, Sendable {
    /// In a script, such as `cartpole`.
    package let name: String
    /// Those that were chosen, by name; others have their defaults.
    package let options: [EnvironmentOption]

    package init(_ name: String, options: [EnvironmentOption] = []) {
        self.name = name
        self.options = options.sorted { $0.name < $1.name }
    }
}

extension ChosenEnvironment: CustomStringConvertible {
    /// `windy`, or `windy(gusts true, step 0.3)`.
    package var description: String {
        options.isEmpty ? name : "\(name)(\(options.map { "\($0.name) \($0.value)" }.joined(separator: ", ")))"
    }
}

// MARK: Archives

extension ChosenEnvironment {
    package func save(to archive: inout ArchiveWriter) {
        archive.write(name, as: "environment")
        for (index, option) in options.enumerated() {
            archive.scoped(Self.scope(index)) { archive in
                archive.write(option.name, as: "name")
                switch option.value {
                case .number(let number): archive.write(number, as: "number")
                case .boolean(let truth): archive.write(truth, as: "boolean")
                case .text(let text): archive.write(text, as: "text")
                }
            }
        }
    }

    package init(from archive: ArchiveReader) throws(ArchiveError) {
        var options: [EnvironmentOption] = []
        while archive.contains("\(Self.scope(options.count))/name") {
            let scope = archive.scoped(Self.scope(options.count))
            let value: EnvironmentOption.Value
            if scope.contains("number") {
                value = .number(try scope.value("number"))
            } else if scope.contains("boolean") {
                value = .boolean(try scope.value("boolean"))
            } else {
                value = .text(try scope.value("text"))
            }
            options.append(EnvironmentOption(name: try scope.value("name"), value: value))
        }
        self.init(try archive.value("environment"), options: options)
    }

    private static func scope(_ index: Int) -> String { "environment_option_\(index + 1)" }
}
