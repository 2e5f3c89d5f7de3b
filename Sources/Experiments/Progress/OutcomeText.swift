import Environments

/// The last words of a run.
package enum OutcomeText {
    /// Prints how a run ended and what to do next, as the style of its progress asks.
    package static func print(_ outcome: RunOutcome, script: String, style: ProgressStyle) {
        switch style {
        case .json: Console.print(outcome.json)
        case .quiet: break
        case .live, .plain: lines(outcome, script: script, command: command).forEach(Console.print)
        }
    }

    /// The words for an outcome.
    static func lines(_ outcome: RunOutcome, script: String, command: String) -> [String] {
        let run = outcome.path.split(separator: "/").last.map(String.init) ?? outcome.path
        let experiment = outcome.path.dropLast(run.count + 1)
        var lines = [verdict(outcome)]
        if outcome.status == .interrupted {
            let output = experiment.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            let folder = output.joined(separator: "/")
            let option = folder == "outputs" ? "" : " --output \(quoted(folder))"
            lines.append("go on with:  \(command) run \(quoted(script)) --name \(quoted(run))\(option) --resume")
        }
        lines.append("run folder:  \(outcome.path)")
        lines.append("look at it:  tensorboard --logdir \(quoted(String(experiment)))")
        if outcome.meanTestReturn != nil {
            lines.append("play it:     \(command) evaluate \(quoted(outcome.path))")
        }
        return lines
    }

    private static func verdict(_ outcome: RunOutcome) -> String {
        let test = outcome.meanTestReturn.map {
            ": the policy's mean return over \(outcome.testEpisodes) episodes is \(ProgressText.number($0))"
        }
        switch outcome.status {
        case .solved:
            let already = outcome.wasComplete ? "already solved" : "solved"
            return "\(already) in generation \(outcome.generation)\(test ?? "")"
        case .interrupted:
            return "stopped after generation \(outcome.generation) of \(outcome.generations)\(test ?? "")"
        default:
            let already = outcome.wasComplete ? "already finished" : "finished"
            return "\(already) \(outcome.generation) generations\(test ?? "")"
        }
    }

    /// How this program was called.
    private static var command: String { CommandLine.arguments.first.map(quoted) ?? "genome-lua" }

    /// A word as a shell takes it.
    static func quoted(_ word: String) -> String {
        let isPlain = word.unicodeScalars.allSatisfy {
            ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
                || "/._-+=:,".unicodeScalars.contains($0)
        }
        return isPlain && !word.isEmpty
            ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}

extension RunOutcome {
    private struct Fields: Encodable {
        let status: String
        let path: String
        let generation: Int
        let meanTestReturn: Double?

        enum CodingKeys: String, CodingKey {
            case status, path, generation
            case meanTestReturn = "mean_test_return"
        }
    }

    /// One line: `{"generation":23,"mean_test_return":487.2,"path":"outputs/cartpole/run-1","status":"solved"}`.
    package var json: String {
        JSONText.line(
            Fields(status: status.rawValue, path: path, generation: generation, meanTestReturn: meanTestReturn)
        )
    }
}

extension PolicyEvaluation {
    private struct Fields: Encodable {
        let environment: String
        let episodes: Int
        let meanReturn: Double
        let returns: [Double]

        enum CodingKeys: String, CodingKey {
            case environment, episodes
            case meanReturn = "mean_return"
            case returns
        }
    }

    /// One line: `{"environment":"cartpole","episodes":100,"mean_return":487.2,"returns":[500,…]}`.
    package var json: String {
        JSONText.line(
            Fields(environment: environment, episodes: returns.count, meanReturn: meanReturn, returns: returns)
        )
    }

    /// One line for people.
    package var text: String {
        let (least, most) = (returns.reduce(.infinity, min), returns.reduce(-.infinity, max))
        return """
            \(environment): mean return \(ProgressText.number(meanReturn)) over \(returns.count) episodes \
            (standard deviation \(ProgressText.number(deviation)), \(ProgressText.number(least)) to \
            \(ProgressText.number(most)))
            """
    }
}

extension EnvironmentSpecification {
    private struct Fields: Encodable {
        let name: String
        let summary: String
        let observations: String
        let actions: String
        let maxSteps: Int?

        enum CodingKeys: String, CodingKey {
            case name, summary, observations, actions
            case maxSteps = "max_steps"
        }
    }

    package var json: String {
        JSONText.line(
            Fields(
                name: name,
                summary: summary,
                observations: observationSpace.description,
                actions: actionSpace.description,
                maxSteps: maxSteps
            )
        )
    }

    /// One line for people.
    package var text: String {
        let limit = maxSteps.map { ", \($0) steps" } ?? ""
        return "\(name)  \(summary); observation \(observationSpace), action \(actionSpace)\(limit)"
    }
}
