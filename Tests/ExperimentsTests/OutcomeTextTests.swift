import Testing

@testable import Experiments

@Suite struct `The last words of a run` {
    private func lines(
        _ status: RunRecord.Status, path: String = "outputs/small/a", mean: Double? = 487.25, complete: Bool = false
    ) -> [String] {
        let outcome = RunOutcome(
            status: status, path: path, generation: 23, generations: 300, meanTestReturn: mean, testEpisodes: 100,
            wasComplete: complete)
        return OutcomeText.lines(outcome, script: "my scripts/small.lua", command: "genome-lua")
    }

    @Test func `tell that it was solved and what to look at`() {
        #expect(
            lines(.solved) == [
                "solved after 23 generations: the policy's mean return over 100 episodes is 487.3",
                "run folder:  outputs/small/a",
                "look at it:  tensorboard --logdir outputs/small",
                "play it:     genome-lua evaluate outputs/small/a",
            ]
        )
    }

    @Test func `tell how to go on when it was stopped`() {
        let command = "genome-lua run 'my scripts/small.lua' --name a"
        #expect(lines(.interrupted)[0].hasPrefix("stopped after generation 23 of 300: "))
        #expect(lines(.interrupted)[1] == "go on with:  \(command) --resume")
        let elsewhere = lines(.interrupted, path: "/tmp/it's mine/small/a")
        #expect(elsewhere[1] == "go on with:  \(command) --output '/tmp/it'\\''s mine' --resume")
        #expect(elsewhere[4] == "play it:     genome-lua evaluate '/tmp/it'\\''s mine/small/a'")
    }

    @Test func `tell that there was nothing left to do`() {
        #expect(lines(.solved, complete: true)[0].hasPrefix("already solved after 23 generations: "))
        #expect(lines(.finished, complete: true)[0].hasPrefix("already finished 23 generations: "))
    }

    @Test func `leave out a policy that was never tested`() {
        let words = lines(.finished, mean: nil)
        #expect(
            words == [
                "finished 23 generations", "run folder:  outputs/small/a",
                "look at it:  tensorboard --logdir outputs/small",
            ])
    }
}
