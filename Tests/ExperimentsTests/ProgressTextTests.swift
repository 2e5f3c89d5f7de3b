import Testing

@testable import Experiments

@Suite struct `The words of progress` {
    private func report(_ generation: Int, policy: Double? = 312.5) -> GenerationReport {
        GenerationReport(
            generation: generation, generations: 300, meanReturn: 61.28, bestReturn: 247, policyReturn: policy,
            meanLength: 61.28, evaluations: 10, timesteps: 20, steps: 5, stepsPerSecond: 3_210_000, elapsed: 2)
    }

    @Test func `are one line with the time that is left`() {
        let line = "generation 12/300  mean 61.28  best 247  policy 312.5  3.2M steps/s  48 s left"
        #expect(ProgressText.line(report(11), from: 0) == line)
    }

    @Test func `reckon the time by this sitting's generations`() {
        #expect(ProgressText.line(report(199), from: 190).hasSuffix("steps/s  20 s left"))
    }

    @Test func `leave out what there is none of`() {
        let line = "generation 300/300  mean 61.28  best 247  3.2M steps/s"
        #expect(ProgressText.line(report(299, policy: nil), from: 0) == line)
        #expect(ProgressText.line(report(11), from: 0, isLast: true).hasSuffix("steps/s"))
    }

    @Test func `leave out whole figures where there is no room`() {
        let lines = [
            (72, "generation 12/300  mean 61.28  best 247  policy 312.5  48 s left"),
            (63, "generation 12/300  mean 61.28  policy 312.5  48 s left"),
            (50, "generation 12/300  mean 61.28  policy 312.5"),
            (40, "generation 12/300  policy 312.5"),
            (20, "generation 12/300"),
            (5, "generation 12/300"),
        ]
        for (width, line) in lines { #expect(ProgressText.line(report(11), from: 0, width: width) == line) }
    }

    @Test func `write numbers in four digits at most`() {
        let numbers: [(Double, String)] = [
            (0, "0"), (-0.0, "0"), (0.12345, "0.123"), (9.87654, "9.877"), (12.3456, "12.35"), (123.456, "123.5"),
            (1234.5, "1235"),
            (-61.28, "-61.28"), (-9.1245e-10, "-9.12e-10"), (0.0005, "5e-4"), (0.001, "0.001"),
            (1e14, "100000000000000"), (1e30, "1e+30"), (.infinity, "inf"), (.nan, "nan"),
        ]
        for (number, text) in numbers { #expect(ProgressText.number(number) == text) }
    }

    @Test func `write rates and durations with units`() {
        let rates: [(Double, String)] = [
            (0, "0"), (950, "950"), (1200, "1.2k"), (12_345, "12k"), (3.21e6, "3.2M"), (2e9, "2.0G"),
        ]
        for (rate, text) in rates { #expect(ProgressText.rate(rate) == text) }
        let durations: [(Double, String)] = [
            (0.4, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (200, "3 min 20 s"), (7500, "2 h 5 min"),
            (.infinity, "very long"),
        ]
        for (seconds, text) in durations { #expect(ProgressText.duration(seconds) == text) }
    }
}
