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
            lines.append(
                "\(outcome.isObjective ? "see it:  " : "play it: ")    \(command) evaluate \(quoted(outcome.path))")
        }
        return lines
    }

    private static func verdict(_ outcome: RunOutcome) -> String {
        let test = outcome.meanTestReturn.map {
            outcome.isObjective
                ? ": the fitness of the best guess is \(ProgressText.number($0))"
                : ": the policy's mean return over \(CountText.of(outcome.testEpisodes, "episode")) is \(ProgressText.number($0))"
        }
        switch outcome.status {
        case .solved:
            let already = outcome.wasComplete ? "already solved" : "solved"
            return "\(already) after \(CountText.of(outcome.generation, "generation"))\(test ?? "")"
        case .interrupted:
            return "stopped after generation \(outcome.generation) of \(outcome.generations)\(test ?? "")"
        default:
            let already = outcome.wasComplete ? "already finished" : "finished"
            return "\(already) \(CountText.of(outcome.generation, "generation"))\(test ?? "")"
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
