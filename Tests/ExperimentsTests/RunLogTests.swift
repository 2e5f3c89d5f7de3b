import EventFiles
import TestSupport
import Testing

@testable import Experiments

@Suite struct `The log of a run` {
    /// With a reward function, or where errors of episodes are forgiven, also these.
    static let scriptScalars = [
        "episode/failed", "episode/limit", "fitness/worst", "fitness/deviation", "fitness/policy", "fitness/population",
        "search/parents",
        "time/evaluations_per_second", "fitness/best", "fitness/mean",
    ]
    static let scalars = [
        "episode/length", "evaluations", "return/best", "return/deviation", "return/mean", "return/policy",
        "return/worst", "search/entropy", "search/update_norm", "time/elapsed", "time/steps_per_second", "timesteps",
    ]
    static let histograms = [
        "hidden_0/logits", "hidden_0/probabilities", "hidden_0/variances", "output/logits", "output/probabilities",
        "output/variances", "return/population",
    ]
    /// For the dashboards HParams and Custom Scalars.
    static let settings = [
        "_hparams_/session_end_info", "_hparams_/session_start_info", "custom_scalars__config__",
    ]
    /// Where settings were changed on the way.
    static let changes = ["run/changes"]
    static let texts = ["run/options", "run/parameters", "run/versions", "script/small.lua"]

    private let runs = SmallRuns()

    private func steps(_ events: [(tag: String, step: Int, value: Event.Value)]) -> [String: [Int]] {
        Dictionary(grouping: events, by: \.tag).mapValues { $0.map(\.step) }
    }

    @Test func `has each scalar at each generation, histograms at every tenth, texts once`() throws {
        let noted = NotedRun()
        try runs.perform(runs.configuration(generations: 21), observer: noted)
        let events = try runs.events()
        let steps = steps(events)
        #expect(steps.keys.sorted() == (Self.scalars + Self.histograms + Self.texts + Self.settings).sorted())
        #expect(Self.settings.map { steps[$0] } == [[21], [0], [0]])
        for tag in Self.scalars { #expect(steps[tag] == Array(0..<21), "\(tag)") }
        for tag in Self.histograms { #expect(steps[tag] == [0, 10, 20], "\(tag)") }
        for tag in Self.texts { #expect(steps[tag] == [0], "\(tag)") }
        #expect(noted.starts == [0] && noted.ends == 1 && noted.warnings == [])
        for (tag, value) in [
            ("return/mean", \GenerationReport.meanReturn), ("return/best", \.bestReturn),
            ("episode/length", \.meanLength),
        ] {
            let logged = events.filter { $0.tag == tag }.map(\.value)
            #expect(logged == noted.reports.map { .scalar(Float($0[keyPath: value])) }, "\(tag)")
        }
        #expect(events.last { $0.tag == "evaluations" }?.value == .scalar(84))
    }

    @Test func `has texts with the script, the parameters, the options and the versions`() throws {
        try runs.perform(runs.configuration(generations: 1))
        let texts = Dictionary(
            uniqueKeysWithValues: try runs.events().filter { Self.texts.contains($0.tag) }.map {
                ($0.tag, $0.value)
            })
        #expect(texts["script/small.lua"] == .text("```lua\nreturn 1\n```"))
        #expect(texts["run/parameters"] == .text("| parameter | value | default |\n|---|---|---|\n| `size` | 4 | 3 |"))
        guard case .text(let options)? = texts["run/options"], case .text(let versions)? = texts["run/versions"] else {
            Issue.record("a text is missing")
            return
        }
        #expect(options.contains("| environment | cartpole |") && options.contains("| seed | 0 |"))
        #expect(versions.contains("| genome-lua | \(Version.current) |"))
    }

    @Test func `counts the values of a histogram and spreads probabilities over 0 to 1`() throws {
        try runs.perform(runs.configuration(generations: 1))
        let counts: [String: Double] = ["return/population": 4, "hidden_0/logits": 12, "output/probabilities": 3]
        for (tag, value) in try runs.events().map({ ($0.tag, $0.value) }) {
            guard case .histogram(let histogram) = value else { continue }
            if let count = counts[tag] {
                #expect(histogram.buckets.reduce(0) { $0 + $1.count } == count, "\(tag)")
            }
            if tag.hasSuffix("probabilities") {
                #expect(histogram.buckets.first!.left >= 0 && histogram.buckets.last!.right <= 1, "\(tag)")
            }
            if tag.hasSuffix("variances") { #expect(histogram.buckets.last!.right <= 0.25, "\(tag)") }
        }
    }

    @Test func `shows the policy only where it was tested`() throws {
        try runs.perform(runs.configuration(generations: 5, testsEvery: 3))
        #expect(steps(try runs.events())["return/policy"] == [0, 3])
    }

    @Test func `of a resumed run is that of one that was never stopped`() throws {
        try runs.perform(runs.configuration(generations: 12))
        try runs.perform(runs.configuration(generations: 21), .resume)
        let whole = SmallRuns()
        try whole.perform(whole.configuration(generations: 21))
        func lasting(_ events: [(tag: String, step: Int, value: Event.Value)]) -> [String] {
            events.filter { !$0.tag.hasPrefix("time/") }.map { "\($0.tag) \($0.step) \($0.value)" }
        }
        #expect(lasting(try runs.events()) == lasting(try whole.events()))
    }

    @Test func `of a run that was killed as it ended says how it ended once it is resumed, and only once`() throws {
        try runs.perform(runs.configuration(generations: 3))
        let folder = runs.output + "/small/a"
        let whole = try runs.events().map { "\($0.tag) \($0.step)" }
        try EventFolder.truncate(folder, toStep: 3)
        #expect(try runs.events().map { "\($0.tag) \($0.step)" } == whole.dropLast())
        for _ in 0..<2 {
            #expect(try runs.perform(runs.configuration(generations: 3), .resume).wasComplete)
            #expect(try runs.events().map { "\($0.tag) \($0.step)" } == whole)
            #expect(try EventFolder.files(in: folder).count == 2)
        }
    }

    @Test func `that is gone is begun anew with its texts, after a warning`() throws {
        try runs.perform(runs.configuration(generations: 2))
        let run = runs.output + "/small/a"
        for file in try EventFolder.files(in: run) { try removeFile(file) }
        let noted = NotedRun()
        try runs.perform(runs.configuration(generations: 4), .resume, observer: noted)
        #expect(
            noted.warnings == [
                "\(run): the run's event files are gone; TensorBoard will show generation 2 and what follows"
            ])
        let steps = steps(try runs.events())
        #expect(steps["return/mean"] == [2, 3])
        for tag in Self.texts { #expect(steps[tag] == [2], "\(tag)") }
    }
}
