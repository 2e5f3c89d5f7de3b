import TestSupport
import Testing

/// With the random numbers that Gymnasium drew. Its Box2D is version 2.3, whose joints end their first swing elsewhere.
@Suite(
    .enabled(if: Box2D.isExpected, "\(Box2D.skipComment)"),
    .enabled(if: Python.isExpected, "\(Python.skipComment)"))
struct `A lunar lander beside Gymnasium's` {
    private struct FlightRequest: Encodable {
        let options: LunarLanderRecording.Options
        let seed: Int
        let actions: [LunarLanderRecording.Action]
    }

    private struct Flown: Decodable {
        let observations: [[Double]]
        let rewards: [Double]
    }

    @Test func `flies the same way with the same actions`() throws {
        let flights = try LunarLanderRecording.result.get().flights
        #expect(Set(flights.map(\.options)).count == 4 && flights.allSatisfy { $0.actions.count > 70 })
        for flight in flights {
            let flown: Flown = try LunarLander.ask(
                FlightRequest(options: flight.options, seed: flight.seed, actions: flight.actions))
            try #require(flown.observations.count == flight.observations.count)
            for (ours, theirs) in zip(flown.observations, flight.observations) {
                #expect(zip(ours, theirs).allSatisfy { abs($0 - $1) < 0.01 }, "\(flight.options): \(ours), \(theirs)")
            }
            #expect(zip(flown.rewards, flight.rewards).allSatisfy { abs($0 - $1) < 0.1 })
        }
    }

    /// So the ground lies where theirs does.
    @Test func `falls to the same ground`() throws {
        let falls = try LunarLanderRecording.result.get().falls
        let ours: [[Double]] = try LunarLander.ask(["fall": falls.count])
        for (ours, theirs) in zip(ours, falls) {
            #expect(abs(ours[0] - theirs[0]) <= 1 && abs(ours[1] - theirs[1]) < 0.01 && abs(ours[2] - theirs[2]) < 0.05)
        }
        #expect(zip(ours, falls).count { $0[0] == $1[0] } >= 195)
    }

    private struct PlayRequest: Encodable {
        let options: LunarLanderRecording.Options
        let policy: String
        let first = 0
        let count = 1000
    }

    private struct Played: Decodable {
        let returns: [Double]
        let lengths: [Double]
        let touches: [Double]
        let rewardError: Double
    }

    /// Other episodes than theirs, so that the samples are independent. After the touch, theirs fall asleep sooner.
    @Test(arguments: 0..<4) func `is played alike by the same policy`(index: Int) throws {
        let theirs = try LunarLanderRecording.result.get().plays[index]
        let ours: Played = try LunarLander.ask(PlayRequest(options: theirs.options, policy: theirs.policy))
        #expect(TwoSamples(ours.returns, theirs.returns).areAlike)
        #expect(TwoSamples(ours.touches, theirs.touches).areAlike)
        // What observations in float32 give of shaping, fuel and ends.
        #expect(ours.rewardError < 1e-4)
    }
}
