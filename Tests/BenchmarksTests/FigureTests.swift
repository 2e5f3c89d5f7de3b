import Testing

@testable import Benchmarks

@Suite struct `A figure` {
    private func figure(_ samples: [Double], unit: String = "steps/s", threads: Int = 1) -> Figure {
        Figure(name: "forward", work: "this", unit: unit, kernels: "portable", threads: threads, samples: samples)
    }

    @Test func `is the median of its samples, with the least and the greatest`() {
        let odd = figure([3, 1, 2])
        #expect((odd.median, odd.minimum, odd.maximum) == (2, 1, 3))
        let even = figure([4, 1, 2, 3])
        #expect((even.median, even.minimum, even.maximum) == (2.5, 1, 4))
        #expect(even.repetitions == 4)
        let one = figure([7])
        #expect((one.median, one.minimum, one.maximum) == (7, 7, 7))
    }

    @Test func `is a line that says what was measured and how`() {
        let line =
            "forward                2.500 M steps/s (1.000 M to 4.000 M, 4 times): this; portable kernels, 2 threads"
        #expect(BenchmarkText.line(figure([4e6, 1e6, 2e6, 3e6], threads: 2)) == line)
    }

    @Test func `is written with four digits`() {
        let numbers: [(Double, String)] = [
            (0, "0.000"), (0.1234, "0.123"), (1, "1.000"), (9.9994, "9.999"), (12.346, "12.35"), (999.94, "999.9"),
            (1000, "1.000 k"), (123_456, "123.5 k"), (1e6, "1.000 M"), (63.8e9, "63.80 G"), (5e12, "5000.0 G"),
        ]
        for (value, text) in numbers { #expect(BenchmarkText.number(value) == text) }
    }
}
