/// Where a run went on with other settings than before, on purpose.
package struct RunContinuation: Codable, Sendable, Equatable {
    /// The run that it went on from: the parent of a run in a folder of its own, else the run itself.
    package let run: String
    /// The first generation with the new settings.
    package let generation: Int
    /// What was changed, a line each: "learning_rate was 10, and is now 3".
    package let changes: [String]

    package init(run: String, generation: Int, changes: [String]) {
        self.run = run
        self.generation = generation
        self.changes = changes
    }

    /// - Parameter options: Those that a changed parameter of the same name does not explain are named as well.
    init(run: String, generation: Int, parameters: [Parameter.Change], options: [IdentityChange]) {
        self.run = run
        self.generation = generation
        let names = Set(parameters.map(\.name))
        changes =
            parameters.map { "\($0.name) was \($0.old), and is now \($0.new)" }
            + options.filter { !names.contains($0.setting ?? $0.option) }.map { "\($0)" }
    }
}

extension IdentityChange: CustomStringConvertible {
    /// "search: learning_rate was 10.0, and is now 3.0"
    package var description: String {
        "\(option)\(setting.map { ": \($0)" } ?? "") was \(old), and is now \(new)"
    }
}
