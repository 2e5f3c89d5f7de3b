import Environments
import Kernels
import Testing

/// One step of CartPole as Gymnasium's `CartPoleEnv.step` takes it: its operations in its order, with our sine and
/// cosine. Slow and obvious; the environment proper is compared with the same recordings.
private struct ReferenceCartPole {
    static let totalMass = 0.1 + 1.0
    static let poleMassLength = 0.1 * 0.5
    static let angleLimit = 12 * 2 * Double.pi / 360

    var state: SIMD4<Double>

    /// Whether the step ends the episode.
    mutating func step(action: Int) -> Bool {
        let (position, velocity, angle, angularVelocity) = (state[0], state[1], state[2], state[3])
        let force = action == 1 ? 10.0 : -10.0
        let cosine = Elementary.cos(angle)
        let sine = Elementary.sin(angle)
        let push = force + Self.poleMassLength * (angularVelocity * angularVelocity) * sine
        let temporary = push / Self.totalMass
        let inertia = 0.5 * (4.0 / 3.0 - 0.1 * (cosine * cosine) / Self.totalMass)
        let angularAcceleration = (9.8 * sine - cosine * temporary) / inertia
        let acceleration = temporary - Self.poleMassLength * angularAcceleration * cosine / Self.totalMass
        state = SIMD4(
            position + 0.02 * velocity,
            velocity + 0.02 * acceleration,
            angle + 0.02 * angularVelocity,
            angularVelocity + 0.02 * angularAcceleration
        )
        return abs(state[0]) > 2.4 || abs(state[2]) > Self.angleLimit
    }
}

@Suite struct `The recording of CartPole` {
    static let recording = CartPoleDynamics.recording

    @Test func `holds 1000 episodes of many lengths, 60 and more of them truncated`() throws {
        let recording = try Self.recording.get()
        #expect(recording.gymnasiumVersion == "1.4.0")
        #expect(recording.numpyVersion == "2.4.6")
        #expect(recording.episodes.count == 1000)
        for (number, episode) in recording.episodes.enumerated() {
            #expect(episode.states.count == episode.actions.count, "episode \(number)")
            #expect((1...500).contains(episode.actions.count), "episode \(number)")
            #expect(episode.truncated == (episode.actions.count == 500), "episode \(number)")
            #expect(episode.terminated || episode.truncated, "episode \(number)")
        }
        #expect(recording.episodes.count { $0.truncated } >= 60)
        for lengths in [1...19, 20...49, 50...99, 100...199, 200...499] {
            #expect(recording.episodes.count { lengths.contains($0.actions.count) } >= 20, "\(lengths)")
        }
    }

    @Test func `has transitions that our sine and cosine reproduce within 1e-12`() throws {
        for (number, episode) in try Self.recording.get().episodes.enumerated() {
            var before = episode.startState
            var worst = 0.0
            var endings: [Int] = []
            for (step, after) in episode.states.enumerated() {
                var cartPole = ReferenceCartPole(state: before)
                if cartPole.step(action: Int(episode.actions[step])) { endings.append(step) }
                for i in 0..<4 {
                    worst = max(worst, abs(cartPole.state[i] - after[i]) / max(1, abs(after[i])))
                }
                before = after
            }
            #expect(worst <= 1e-12, "episode \(number)")
            #expect(endings == (episode.terminated ? [episode.actions.count - 1] : []), "episode \(number)")
        }
    }

    @Test func `has episodes that end at the same step when replayed from their start`() throws {
        for (number, episode) in try Self.recording.get().episodes.enumerated() {
            var cartPole = ReferenceCartPole(state: episode.startState)
            var length = 0
            var isOver = false
            while !isOver, length < 500 {
                // Past the recorded actions the replay has failed: it must not go on.
                guard length < episode.actions.count else { break }
                isOver = cartPole.step(action: Int(episode.actions[length]))
                length += 1
            }
            #expect(length == episode.actions.count, "episode \(number)")
            #expect(isOver == episode.terminated, "episode \(number)")
        }
    }

    @Test(arguments: [
        ("CARTPOLF", "cartpole-v1.bin does not begin with 'CARTPOLE'"),
        ("CARTPOLE\u{2}\u{0}", "cartpole-v1.bin has format version 2; only version 1 is known"),
        ("CARTPOLE\u{1}\u{0}\u{1}", "cartpole-v1.bin ends at byte 11, in the middle of a field"),
        ("CARTPOLE\u{1}\u{0}\u{0}\u{0}\u{0}\u{0}\u{1}1\u{1}2 ", "cartpole-v1.bin goes on after its 0 episodes"),
    ]) func `is refused when damaged`(text: String, message: String) {
        let error = #expect(throws: RecordingError.self) { try Recording(.cartPole, bytes: Array(text.utf8)) }
        #expect(error?.description == message)
    }
}
