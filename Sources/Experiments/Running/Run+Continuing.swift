import Records

extension Run {
    /// Goes on from the last checkpoint of a run with other settings, in a folder of its own; the other run, which may
    /// be at work, stays as it is.
    /// - Throws: `ExperimentError` where its checkpoint, or the search's state in it, does not fit the settings.
    static func continueApart(
        _ configuration: ExperimentConfiguration,
        _ request: RunRequest,
        _ hooks: (any RunHooks)?,
        _ observer: any RunObserver
    ) throws -> RunOutcome {
        guard let name = request.name else { preconditionFailure("a run that goes on from none") }
        let other = try RunFolder.path(name, of: configuration.name, in: request.output)
        for file in ScriptFile.changed(configuration.scripts, sinceRun: other) {
            observer.warn("\(file) has changed since the run began; it goes on with the script as it is now")
        }
        let files = CheckpointFiles(other)
        let changeable = ExperimentConfiguration.changeableOptions
        guard
            let checkpoint = try files.newest(configuration.identity, changeable: changeable, warn: observer.warn)
        else {
            throw ExperimentError.noCheckpoint(path: other)
        }
        let assembly = try Assembly(
            configuration,
            request.workforce(configuration),
            hooks: hooks,
            calibrated: checkpoint
        )
        var state = try checkpoint.restore(changed: assembly, hooks: hooks)
        // What ended the other run, and its best test, was said with its settings.
        (state.isSolved, state.isStopped, state.bestTest) = (false, false, nil)
        guard !state.isDone(configuration.generations) else {
            throw ExperimentError.nothingLeft(path: other, generations: state.generation)
        }
        if configuration.search.name == SearchChoice.script.name && !request.changes.isEmpty {
            let names = request.changes.map(\.name).joined(separator: ", ")
            observer.warn(
                "the script's search goes on with what it kept in self, also where that came from a parameter (\(names))"
            )
        }
        let history = (try? RunRecord(ofRun: other).continuations) ?? []
        let continuation = RunContinuation(
            run: name, generation: state.generation, parameters: request.changes, options: checkpoint.changes)
        let folder = try RunFolder(
            continuing: name, as: request.newName, of: configuration.name, in: request.output)
        let run: Run
        do {
            // The start comes first: a run without it would begin at generation 0.
            let start = try Generations(configuration, assembly, hooks: hooks, state: state).checkpoint()
            try CheckpointFiles(folder.path).writeStart(start)
            try writePolicies(state, configuration, assembly, to: folder)
            var record = RunRecord(configuration, request, name: folder.name)
            record.origin = continuation
            record.continuations = history + [continuation]
            record.update(.running, state)
            run = try Run(configuration, request, hooks, observer, folder, assembly, state, record, isNew: true)
        } catch {
            folder.discard()
            throw error
        }
        return try run.finish()
    }
}
