import Foundation
import Testing

/// The verdict of `Scripts/dieharder --report` on results that are written here instead of by dieharder.
@Suite struct `The report of Scripts/dieharder` {
    private static let tests =
        ((0...17).map { "\($0)" } + (100...102).map { "\($0)" } + (204...209).map { "\($0)" })
        + (1...12).map { "200-ntuple-\($0)" } + (2...5).flatMap { ["201-ntuple-\($0)", "202-ntuple-\($0)"] }
        + (0...32).map { "203-ntuple-\($0)" }

    /// What the script prints below its table, and its status, if every result is PASSED but `others`:
    /// stream/attempt-N/test-N and its assessment, nil for a result that lacks. Before that, how many rows the table has.
    private func verdict(
        _ others: [String: String?],
        streams: [String] = ["within"]
    ) throws -> (text: String, status: Int32) {
        let folder = NSTemporaryDirectory() + "dieharder \(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var results: [String: String?] = [:]
        for stream in streams {
            for test in Self.tests { results["\(stream)/attempt-0/test-\(test)"] = "PASSED" }
        }
        results.merge(others) { $1 }
        for case (let path, let assessment?) in results {
            let file = URL(filePath: folder + "/seed-0/" + path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("name_\(file.lastPathComponent)|0|10|100|0.5|\(assessment)\n".utf8).write(to: file)
        }
        let running = Running()
        running.process.executableURL = URL(filePath: PretendCheckout.repository + "/Scripts/dieharder")
        running.process.arguments = ["--report", "--output", folder] + streams
        running.process.standardInput = FileHandle.nullDevice
        running.process.standardOutput = running.output
        running.process.standardError = running.errors
        try running.process.run()
        let outcome = try running.wait()
        #expect(outcome.errors == "")
        let parts = outcome.output.components(separatedBy: "\n\n")
        try #require(parts.count == 3, "\(outcome.output)")
        let rows = parts[0].split(separator: "\n").dropFirst()
        return ("\(rows.count) rows\n" + parts[1] + "\n" + parts[2], outcome.status)
    }

    private func text(rows: Int = 80, _ repeated: String, _ end: String) -> String {
        "\(rows) rows\nNot PASSED at first, and then on two fresh stretches:\n\(repeated)\n\(end)\n"
    }

    @Test func `passes a stream that passes every test`() throws {
        let (text, status) = try verdict([:])
        #expect(
            text
                == self.text(
                    "  none",
                    "80 results, of which 0 not PASSED at first; chance alone gives about 0.8.\nNothing failed."
                ))
        #expect(status == 0)
    }

    @Test func `takes WEAK for chance unless it comes three times`() throws {
        var weak: [String: String?] = [
            "within/attempt-0/test-3": "WEAK", "within/attempt-1/test-3": "PASSED", "within/attempt-2/test-3": "WEAK",
        ]
        let chance = try verdict(weak)
        let counts = "80 results, of which 1 not PASSED at first; chance alone gives about 0.8.\n"
        #expect(
            chance.text
                == text("  within: name_test-3 0: 0.5 WEAK, 0.5 PASSED, 0.5 WEAK: chance", counts + "Nothing failed."))
        #expect(chance.status == 0)

        weak["within/attempt-1/test-3"] = "WEAK"
        let fails = try verdict(weak)
        #expect(
            fails.text == text("  within: name_test-3 0: 0.5 WEAK, 0.5 WEAK, 0.5 WEAK: fails", counts + "Failed: 1."))
        #expect(fails.status == 1)
    }

    @Test func `fails a stream by one FAILED, at first or when repeated`() throws {
        let first = try verdict(["within/attempt-0/test-203-ntuple-4": "FAILED"])
        let counts = "80 results, of which 1 not PASSED at first; chance alone gives about 0.8.\nFailed: 1."
        #expect(first.text == text("  within: name_test-203-ntuple-4 0: 0.5 FAILED: fails", counts))
        #expect(first.status == 1)
        let repeated = try verdict([
            "within/attempt-0/test-3": "WEAK", "within/attempt-1/test-3": "FAILED", "within/attempt-2/test-3": "PASSED",
        ])
        #expect(repeated.text == text("  within: name_test-3 0: 0.5 WEAK, 0.5 FAILED, 0.5 PASSED: fails", counts))
        #expect(repeated.status == 1)
    }

    @Test func `judges a flawed test beside AES_OFB`() throws {
        var results: [String: String?] = [:]
        for attempt in 0...2 {
            results["within/attempt-\(attempt)/test-14"] = "FAILED"
            results["aes_ofb/attempt-\(attempt)/test-14"] = attempt == 1 ? "WEAK" : "FAILED"
        }
        let counts = "80 results, of which 1 not PASSED at first; chance alone gives about 0.8.\n"
        let ours = "  within: name_test-14 0: 0.5 FAILED, 0.5 FAILED, 0.5 FAILED: "
        let flaw = try verdict(results)
        #expect(
            flaw.text
                == text(
                    ours + "the test's flaw\n    AES_OFB: 0.5 FAILED, 0.5 WEAK, 0.5 FAILED", counts + "Nothing failed.")
        )
        #expect(flaw.status == 0)

        results["aes_ofb/attempt-1/test-14"] = "PASSED"
        let fails = try verdict(results)
        #expect(
            fails.text
                == text(ours + "fails\n    AES_OFB: 0.5 FAILED, 0.5 PASSED, 0.5 FAILED", counts + "Failed: 1."))
        #expect(fails.status == 1)
    }

    @Test func `judges each of several streams`() throws {
        let verdict = try verdict(
            ["generations/attempt-0/test-8": "FAILED", "individuals/attempt-0/test-8": nil],
            streams: ["within", "individuals", "generations"]
        )
        #expect(
            verdict.text
                == text(
                    "  generations: name_test-8 0: 0.5 FAILED: fails",
                    "239 results, of which 1 not PASSED at first; chance alone gives about 2.4.\n"
                        + "Lacking: 1; run it again without --report.\nFailed: 1."
                ))
        #expect(verdict.status == 1)
    }

    @Test func `does not pass what lacks`() throws {
        let lacking = try verdict(["within/attempt-0/test-203-ntuple-32": nil, "within/attempt-0/test-5": "WEAK"])
        #expect(
            lacking.text
                == text(
                    rows: 79, "  within: name_test-5 0: 0.5 WEAK: to be repeated\n    AES_OFB: ",
                    "79 results, of which 1 not PASSED at first; chance alone gives about 0.8.\n"
                        + "Lacking: 2; run it again without --report."
                ))
        #expect(lacking.status == 1)
    }

    static let mistakes: [([String], String)] = [
        (["--seed", "-1"], "--seed must be a whole number from 0 on, got '-1'"),
        (["--jobs=2"], "unknown argument '--jobs=2'"),
        (["--jobs", "0"], "--jobs must be a whole number from 1 on, got '0'"),
        (["--output"], "--output needs a value"),
        (["inside"], "STREAM must be one of 'within', 'blocks', 'individuals', 'generations', got 'inside'"),
    ]

    @Test(arguments: mistakes) func `is refused with a wrong argument in one line`(
        arguments: [String],
        message: String
    ) throws {
        let running = Running()
        running.process.executableURL = URL(filePath: PretendCheckout.repository + "/Scripts/dieharder")
        running.process.arguments = arguments
        running.process.standardInput = FileHandle.nullDevice
        running.process.standardOutput = running.output
        running.process.standardError = running.errors
        try running.process.run()
        let outcome = try running.wait()
        #expect(outcome == .init(status: 64, errors: "Scripts/dieharder: \(message); see --help\n"))
    }
}
