import Environments
import Foundation
import Kernels
import Randomness

/// An environment of which there is a recording, and what Gymnasium's documentation and source say of it.
protocol RecordedDynamics: KernelDynamics {
    static var format: Recording.Format { get }
    static var recording: Result<Recording, any Error> { get }
    /// Gymnasium's name of it.
    static var gymnasiumName: String { get }
    /// Greatest difference from a recorded state, relative above 1; 0 for the same bits in float32.
    static var tolerance: Double { get }
    /// Values of a state that are angles modulo 2π.
    static var angles: Set<Int> { get }
    /// Bounds between which each value of a start state is drawn evenly.
    static var startBounds: [ClosedRange<Double>] { get }

    static func state(recorded: SIMD4<Double>) -> State

    /// What is observed of a state, by the C library's functions.
    static func observation(of recorded: SIMD4<Double>) -> [Double]

    /// The reward of a step, where it is not recorded.
    static func reward(terminated: Bool) -> Double
}

extension RecordedDynamics {
    static var tolerance: Double { 1e-12 }
    static var angles: Set<Int> { [] }

    static func state(recorded: SIMD4<Double>) -> State {
        var state = State()
        for value in state.indices { state[value] = recorded[value] }
        return state
    }

    static func observation(of recorded: SIMD4<Double>) -> [Double] { (0..<format.stateCount).map { recorded[$0] } }

    static func reward(terminated: Bool) -> Double { -1 }

    /// How far a state is from a recorded one.
    static func difference(_ state: State, _ recorded: SIMD4<Double>) -> Double {
        var worst = 0.0
        for value in 0..<format.stateCount {
            let isSame = Float(state[value]).bitPattern == Float(recorded[value]).bitPattern
            if tolerance == 0, !isSame { return .infinity }
            let plain = state[value] - recorded[value]
            let distance = angles.contains(value) ? plain.remainder(dividingBy: 2 * .pi) : plain
            worst = max(worst, abs(distance) / max(1, abs(recorded[value])))
        }
        return worst
    }
}

/// Every environment that a kernel steps.
let recordedDynamics: [any RecordedDynamics.Type] = [
    AcrobotDynamics.self, CartPoleDynamics.self, MountainCarDynamics.self, MountainCarContinuousDynamics.self,
    PendulumDynamics.self,
]

/// The stream of an individual's episode.
func episodeStream(_ individual: Int) -> RandomStream {
    RandomStream(RandomAddress(seed: 5, purpose: .episode, generation: 0, individual: individual, episode: 0))
}

extension ActionBatch {
    /// Sets the action of a lane, which is one number.
    func set(_ action: Float, lane: Int) {
        switch shape {
        case .discrete: discrete[lane] = Int32(action)
        case .real: continuous[lane] = action
        }
    }
}

extension AcrobotDynamics: RecordedDynamics {
    static let format = Recording.Format.acrobot
    static let recording = Result { try Recording.load(format) }
    static let gymnasiumName = "Acrobot-v1"
    static let angles: Set = [0, 1]
    static let startBounds = Array(repeating: -0.1...0.1, count: 4)

    static func observation(of recorded: SIMD4<Double>) -> [Double] {
        [cos(recorded[0]), sin(recorded[0]), cos(recorded[1]), sin(recorded[1]), recorded[2], recorded[3]]
    }

    static func reward(terminated: Bool) -> Double { terminated ? 0 : -1 }
}

extension CartPoleDynamics: RecordedDynamics {
    static let format = Recording.Format.cartPole
    static let recording = Result { try Recording.load(format) }
    static let gymnasiumName = "CartPole-v1"
    static let startBounds = Array(repeating: -0.05...0.05, count: 4)

    static func reward(terminated: Bool) -> Double { 1 }
}

extension MountainCarDynamics: RecordedDynamics {
    static let format = Recording.Format.mountainCar
    static let recording = Result { try Recording.load(format) }
    static let gymnasiumName = "MountainCar-v0"
    static let startBounds = [-0.6 ... -0.4, 0...0]
}

extension MountainCarContinuousDynamics: RecordedDynamics {
    static let format = Recording.Format.mountainCarContinuous
    static let recording = Result { try Recording.load(format) }
    static let gymnasiumName = "MountainCarContinuous-v0"
    static let tolerance = 0.0
    static let startBounds = [-0.6 ... -0.4, 0...0, 1...1]

    /// Start states alone are no float32 numbers.
    static func state(recorded: SIMD4<Double>) -> SIMD3<Double> {
        [recorded[0], recorded[1], Double(Float(recorded[0])) == recorded[0] ? 0 : 1]
    }
}

extension PendulumDynamics: RecordedDynamics {
    static let format = Recording.Format.pendulum
    static let recording = Result { try Recording.load(format) }
    static let gymnasiumName = "Pendulum-v1"
    static let startBounds = [-Double.pi ... .pi, -1...1]

    static func observation(of recorded: SIMD4<Double>) -> [Double] {
        [cos(recorded[0]), sin(recorded[0]), recorded[1]]
    }
}
