import Foundation
import Testing

@testable import Experiments

@Suite struct `The record of a run` {
    private let runs = SmallRuns()
    private var path: String { runs.output + "/small/a/run.json" }

    @Test func `says what ran, how, and what came of it`() throws {
        let noted = NotedRun()
        let outcome = try runs.perform(runs.configuration(generations: 3), observer: noted)
        let record = try RunRecord(readFrom: path)
        #expect(record.status == .finished && record.message == nil)
        #expect(record.experiment == "small" && record.name == "a" && record.script == "small.lua")
        #expect(record.parameters == ["size": "4"])
        #expect(record.generations == 3 && record.generation == 3)
        #expect(record.evaluations == 12)
        #expect(record.timesteps == noted.reports.last?.timesteps)
        #expect(record.meanTestReturn == outcome.meanTestReturn)
        #expect(record.bestTestReturn == noted.reports.compactMap(\.policyReturn).max())
        #expect(record.threads == 1)
        #expect(record.updatedAt >= record.startedAt && record.elapsed > 0)
    }

    @Test func `counts the seconds of all sittings together`() throws {
        try runs.perform(runs.configuration(generations: 2))
        let first = try RunRecord(readFrom: path)
        try runs.perform(runs.configuration(generations: 4), .resume)
        let second = try RunRecord(readFrom: path)
        #expect(second.elapsed > first.elapsed)
        #expect(second.startedAt == first.startedAt)
    }

    @Test func `is the same after reading and writing, infinite returns too`() throws {
        try runs.perform(runs.configuration(generations: 1))
        var record = try RunRecord(readFrom: path)
        record.meanTestReturn = -.infinity
        record.message = "a \"quoted\" text\n"
        try record.write(to: path)
        #expect(String(decoding: try bytes(of: path), as: UTF8.self).contains("\"mean_test_return\" : \"-inf\""))
        #expect(try RunRecord(readFrom: path) == record)
    }

    @Test(arguments: ["", "{", "{}", "[1]", "{\"status\":\"running\"}"]) func `that is none is refused`(text: String)
        throws
    {
        let path = runs.folder.path + "/run.json"
        try write(Array(text.utf8), to: path)
        let message = "\(path): this is not a run's record; restore it, or start a new run with another --name"
        do {
            _ = try RunRecord(readFrom: path)
            Issue.record("\(text) is no record")
        } catch {
            #expect("\(error)" == message)
        }
    }
}
