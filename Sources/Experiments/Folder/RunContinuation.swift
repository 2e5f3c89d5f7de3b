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

    /// - Parameter options: Those that no parameter explains, by having changed from and to the same, are named as well.
    init(run: String, generation: Int, parameters: [Parameter.Change], options: [IdentityChange]) {
        self.run = run
        self.generation = generation
        func isSame(_ one: String, _ other: String) -> Bool {
            one == other || Double(one).map { $0 == Double(other) } ?? false
        }
        let others = options.filter { option in
            !parameters.contains { isSame($0.old, option.old) && isSame($0.new, option.new) }
        }
        changes = parameters.map { "\($0.name) was \($0.old), and is now \($0.new)" } + others.map { "\($0)" }
    }
}
