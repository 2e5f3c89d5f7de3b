import Environments

extension NativeEnvironment: BehaviorFunction {
    package func behavior(lane: Int, length: Int, episodeReturn: Double) throws -> [Double] {
        try behaviorNumbers(lane: lane)
    }
}
