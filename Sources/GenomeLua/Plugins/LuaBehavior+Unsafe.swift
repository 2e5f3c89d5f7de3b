// Invariants:
// 1. The observations of an episode are those of the environment's batch, which has room for every lane.
import Environments
import LuaHost
import Rollouts

/// What an episode did, as a function of the experiment says: `behavior(episode)`.
final class LuaBehavior: BehaviorFunction {
    private let lanes: LuaLanes
    private let environment: any Environment

    /// - Throws: `LuaError` of kind `.memory`.
    init(_ function: LuaReference, in state: LuaState, of environment: any Environment) throws(LuaError) {
        lanes = try state.openLanes(function, methods: ["behavior"], capacity: environment.batch.capacity)
        self.environment = environment
    }

    func behavior(lane: Int, length: Int, episodeReturn: Double) throws -> [Double] {
        let episode = unsafe LuaEpisode(
            observations: LuaObservations(environment.batch), length: length, episodeReturn: episodeReturn)
        return unsafe try lanes.behavior(lane: lane, method: 0, episode: episode)
    }
}

extension LuaEnvironment: BehaviorFunction {
    func behavior(lane: Int, length: Int, episodeReturn: Double) throws -> [Double] {
        try callBehavior(lane: lane)
    }
}
