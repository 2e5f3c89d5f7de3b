import EventFiles
import Kernels
import Records
import Search
import Synchronization
import TestSupport
import Testing

@testable import Experiments

@Suite struct `A run that goes on with other settings` {
    private let runs = SmallRuns()
    private var other: String { runs.output + "/small/a" }
    private var own: String { runs.output + "/small/a-2" }

    private func configuration(
        generations: Int, population: Int = 4, _ change: (inout NESOptions) -> Void = { _ in }
    ) -> ExperimentConfiguration {
        var options = NESOptions()
        options.populationSize = population
        change(&options)
        var configuration = runs.configuration(generations: generations)
        configuration.search = .nes(options)
        return configuration
    }

    @discardableResult
    private func goOn(
        _ configuration: ExperimentConfiguration, from name: String = "a", as newName: String? = nil,
        observer: any RunObserver = NotedRun(), stopAfter: Int = .max
    ) throws -> RunOutcome {
        let done = Counter()
        return try runs.perform(configuration, .resume, name: name, observer: observer) { request in
            request.continuesApart = true
            request.newName = newName
            request.changes = [Parameter.Change(name: "size", old: "4", new: "8")]
            request.shouldStop = { done.next() >= stopAfter }
        }
    }

    /// Everything in a folder but what holds times or names: bytes by name.
    private func files(_ path: String) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in names(in: path) where name != "scripts" { files[name] = try bytes(of: "\(path)/\(name)") }
        return files
    }

    @Test func `gives what a checkpoint with those settings would give, in a folder of its own`() throws {
        try runs.perform(configuration(generations: 6))
        let before = try files(other)
        let changed = configuration(generations: 12, population: 8) { $0.learningRate = 3 }
        let outcome = try goOn(changed)
        #expect(outcome.path == own && outcome.generation == 12 && outcome.status == .finished)
        #expect(try files(other) == before)

        // A run that has always had these settings, given the other's state.
        var first = changed
        first.generations = 6
        try runs.perform(first, name: "b")
        let checkpoint = try #require(
            try CheckpointFiles(other).newest(changed.identity, changeable: ["search"]))
        let assembly = try Assembly(
            changed, Workforce(threads: 1), hooks: nil,
            calibrated: checkpoint)
        var state = try checkpoint.restore(assembly, hooks: nil)
        state.bestTest = nil
        try write(
            try Generations(changed, assembly, hooks: nil, state: state).checkpoint(),
            to: runs.output + "/small/b/checkpoint")
        try runs.perform(changed, .resume, name: "b")
        let (mine, whole) = (try RunBits(of: own), try RunBits(of: runs.output + "/small/b"))
        #expect(mine.files == whole.files)
        #expect(mine.scalars["return/mean"]?.count == 6)
        for (tag, values) in mine.scalars {
            #expect(whole.scalars[tag]?.filter { $0.key >= 6 } == values, "\(tag)")
        }
    }

    @Test func `begins its curves where the other run stood, and says what changed`() throws {
        try runs.perform(configuration(generations: 6))
        let noted = NotedRun()
        try goOn(configuration(generations: 9) { $0.learningRate = 3 }, observer: noted)
        #expect(noted.starts == [6] && noted.warnings == [])
        let events = try runs.events(of: "a-2")
        func steps(_ tag: String) -> [Int] { events.filter { $0.tag == tag }.map(\.step) }
        #expect(steps("return/mean") == [6, 7, 8])
        #expect(steps(HyperparameterSession.startTag) == [6] && steps(HyperparameterSession.endTag) == [9])
        #expect(steps(ChartLayout.tag) == [6] && steps("run/options") == [6])
        let text = """
            | went on from run | at generation | change |
            |---|---|---|
            | a | 6 | size was 4, and is now 8 |
            | a | 6 | search: learning_rate was 10.0, and is now 3.0 |
            """
        #expect(events.filter { $0.tag == "run/changes" }.map(\.value) == [.text(text)])
        let record = try RunRecord(ofRun: own)
        let changes = ["size was 4, and is now 8", "search: learning_rate was 10.0, and is now 3.0"]
        #expect(record.origin == RunContinuation(run: "a", generation: 6, changes: changes))
        #expect(record.continuations == [record.origin!])
        #expect(record.name == "a-2" && record.generation == 9)
    }

    @Test(arguments: [false, true]) func `is resumed as any other`(beforeFirstCheckpoint: Bool) throws {
        try runs.perform(configuration(generations: 6))
        let changed = configuration(generations: 12) { $0.learningRate = 3 }
        try goOn(changed, as: "whole")
        try goOn(changed, stopAfter: 2)
        #expect(try RunRecord(ofRun: own).generation == 8)
        if beforeFirstCheckpoint { try removeFile(own + "/checkpoint") }
        try runs.perform(changed, .resume, name: "a-2")
        let bits = try RunBits(of: own)
        #expect(try bits == RunBits(of: runs.output + "/small/whole"))
        let events = try runs.events(of: "a-2").map(\.tag)
        for tag in ["run/changes", HyperparameterSession.startTag, HyperparameterSession.endTag] {
            #expect(events.count { $0 == tag } == 1, "\(tag)")
        }
    }

    @Test func `takes the next free number, or a name that is free`() throws {
        try runs.perform(configuration(generations: 2))
        let changed = configuration(generations: 3) { $0.learningRate = 3 }
        #expect(try goOn(changed).path == own)
        #expect(try goOn(changed).path == runs.output + "/small/a-3")
        #expect(try goOn(changed, as: "mine").path == runs.output + "/small/mine")
        let further = configuration(generations: 4) { $0.learningRate = 1 }
        #expect(try goOn(further, from: "a-2").path == runs.output + "/small/a-2-2")
        #expect(throws: RunFolderError.newTaken(path: runs.output + "/small/mine")) { try goOn(changed, as: "mine") }
        let record = try RunRecord(ofRun: runs.output + "/small/a-2-2")
        #expect(record.continuations?.map(\.run) == ["a", "a-2"])
        #expect(record.continuations?.map(\.generation) == [2, 3])
    }

    @Test func `goes on where the other was solved`() throws {
        var solved = configuration(generations: 20)
        solved.solved.meanReturn = 1
        try runs.perform(solved)
        #expect(try RunRecord(ofRun: other).status == .solved)
        var changed = solved
        changed.solved.meanReturn = 10_000
        #expect(try goOn(changed).generation == 20)
        // Its best test is the best with its own settings.
        let tests = try runs.events(of: "a-2").compactMap { event -> Float? in
            guard event.tag == "return/policy", case .scalar(let value) = event.value else { return nil }
            return value
        }
        #expect(try RunRecord(ofRun: own).bestTestReturn.map(Float.init) == tests.max())
    }

    @Test func `may leave its other run at work`() throws {
        try runs.perform(configuration(generations: 2))
        let folder = try RunFolder(claiming: "a", of: "small", in: runs.output, .resume)
        #expect(try goOn(configuration(generations: 3) { $0.learningRate = 3 }).path == own)
        #expect(folder.isStillThere)
    }

    @Test func `begins with the checkpoint before the last where that is damaged, and says so`() throws {
        var first = configuration(generations: 4)
        first.checkpointEvery = .generations(1)
        try runs.perform(first)
        var damaged = try bytes(of: "\(other)/checkpoint")
        damaged[damaged.count / 2] ^= 1
        try write(damaged, to: "\(other)/checkpoint")
        let noted = NotedRun()
        try goOn(configuration(generations: 6) { $0.learningRate = 3 }, observer: noted)
        #expect(noted.starts == [3])
        let warning = "\(other)/checkpoint is damaged; going on from \(other)/checkpoint-previous, generation 3"
        #expect(noted.warnings == [warning])
        #expect(try bytes(of: "\(other)/checkpoint") == damaged)
        try write(damaged, to: "\(other)/checkpoint-previous")
        let error = ExperimentError.noWholeCheckpoint(
            path: "\(other)/checkpoint", previousPath: "\(other)/checkpoint-previous")
        #expect(throws: error) { try goOn(configuration(generations: 6)) }
    }

    @Test func `refuses what its state has no meaning for, and leaves nothing behind`() throws {
        try runs.perform(configuration(generations: 2))
        let checkpoint = "\(other)/checkpoint"
        var hidden = configuration(generations: 3)
        hidden.network = .binary(hidden: [5], hasBiases: true)
        let mismatch = ExperimentError.mismatch(path: checkpoint, option: "hidden", checkpoint: "3", script: "5")
        #expect(throws: mismatch) { try goOn(hidden) }
        let optimizer = configuration(generations: 3) { $0.optimizer = .momentum(0.9) }
        let changes = ["search: optimizer was sgd, and is now momentum(0.9)"]
        #expect(throws: ExperimentError.stateDoesNotFit(path: checkpoint, changes: changes)) { try goOn(optimizer) }
        let done = configuration(generations: 2) { $0.learningRate = 3 }
        #expect(throws: ExperimentError.nothingLeft(path: other, generations: 2)) { try goOn(done) }
        for name in ["checkpoint", "checkpoint-previous"] where names(in: other).contains(name) {
            try removeFile("\(other)/\(name)")
        }
        #expect(throws: ExperimentError.noCheckpoint(path: other)) { try goOn(configuration(generations: 3)) }
        #expect(names(in: runs.output + "/small") == ["a"])
    }

    @Test func `plays its own generations again, from its start too, and no others`() throws {
        try runs.perform(configuration(generations: 4))
        let changed = configuration(generations: 8) { $0.learningRate = 3 }
        try goOn(changed)
        func play(_ generation: Int, _ run: String) throws -> [Replay.Episode] {
            let choice = Replay.Choice(generation: generation, individual: 2)
            return try Replay(choice, ofRun: run, changed, hooks: nil).episodes
        }
        let played = try play(5, own)
        let best = try runs.events(of: "a-2").filter { $0.step == 5 && $0.tag == "return/best" }.map(\.value)
        guard case .scalar(let most)? = best.first else {
            Issue.record("no value")
            return
        }
        #expect(Float(played[0].episodeReturn) <= most)
        let before = ExperimentError.before(path: own, generation: 3, start: 4, run: "a")
        #expect(throws: before) { try play(3, own) }
    }

    @Test func `keeps its folder where results stay the same, and notes the change until a checkpoint has it`() throws {
        try runs.perform(configuration(generations: 3))
        let change = Parameter.Change(name: "generations", old: "3", new: "6")
        try runs.perform(configuration(generations: 6), .resume) { $0.changes = [change] }
        // As if it had been killed before its first checkpoint.
        let folder = other
        try removeFile(folder + "/checkpoint")
        try FileSystem.rename(folder + "/checkpoint-previous", to: folder + "/checkpoint")
        try runs.perform(configuration(generations: 6), .resume)
        let texts = try runs.events().filter { $0.tag == "run/changes" }
        #expect(texts.map(\.step) == [3])
        let record = try RunRecord(ofRun: folder)
        #expect(record.origin == nil)
        let expected = RunContinuation(run: "a", generation: 3, changes: ["generations was 3, and is now 6"])
        #expect(record.continuations == [expected])
    }

    @Test func `words its errors so that one knows what to do`() {
        let errors: [(ExperimentError, String)] = [
            (
                .stateDoesNotFit(
                    path: "a/checkpoint", changes: ["search: x was 1, and is now 2", "y was 3, and is now 4"]),
                "a/checkpoint: what is saved here cannot go on with these changes: search: x was 1, and is now 2; "
                    + "y was 3, and is now 4; leave out what does not fit, or start a new run"
            ),
            (
                .noCheckpoint(path: "a"),
                "a: there is no checkpoint yet that a run with other settings could go on from; start a new run"
            ),
            (
                .nothingLeft(path: "a", generations: 1),
                "a: after 1 generation nothing is left to do with other settings; give more with --generations"
            ),
            (
                .before(path: "a-2", generation: 3, start: 4, run: "a"),
                "a-2: generation 3 is of run 'a', from which this one went on at generation 4"
            ),
        ]
        for (error, text) in errors { #expect("\(error)" == text) }
    }
}

/// Counts calls, from any thread.
private final class Counter: Sendable {
    private let count = Mutex(0)
    func next() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}
