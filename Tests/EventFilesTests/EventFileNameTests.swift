import Testing

@testable import EventFiles

@Suite struct `Names of event files` {
    private func next(after names: [String], now: Double = 1_700_000_000.9, host: String = "node-3") -> String {
        EventFileName.next(after: names, now: now, host: host, process: 42, counter: 0)
    }

    @Test func `hold time, host, process and counter`() {
        #expect(next(after: []) == "events.out.tfevents.1700000000.node-3.42.0")
        #expect(next(after: [], now: 5) == "events.out.tfevents.0000000005.node-3.42.0")
    }

    @Test func `come after all older ones, even if the clock was set back`() {
        let newest = "events.out.tfevents.1800000000.other.7.0"
        let name = next(after: ["checkpoint", newest, "events.out.tfevents.1600000000.other.7.0"])
        #expect(name == "events.out.tfevents.1800000001.node-3.42.0")
        #expect(name > newest)
    }

    @Test func `pass over names without a time`() {
        let names = [
            "genome.tfevents", "events.out.tfevents.x", "events.out.tfevents.99999999999999999999.a", "run.json",
        ]
        #expect(next(after: names) == "events.out.tfevents.1700000000.node-3.42.0")
    }

    @Test func `have no slashes, white space or dots from the host`() {
        #expect(next(after: [], host: "a b/c.d\n") == "events.out.tfevents.1700000000.a_b_c_d_.42.0")
    }

    @Test func `are told from others as TensorBoard does`() {
        #expect(EventFileName.isEventFile("events.out.tfevents.1700000000.node.1.0"))
        #expect(EventFileName.isEventFile("genome.tfevents"))
        #expect(!EventFileName.isEventFile("events.out.tfevents.1.profile-empty"))
        #expect(!EventFileName.isEventFile(".writing-12-1"))
    }
}
