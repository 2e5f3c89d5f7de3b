import LuaHost
import Rollouts

/// A part of every step that a script wrote: it keeps an object for each lane.
protocol LuaPart: EpisodePart {
    var lanes: LuaLanes { get }
}

extension LuaPart {
    func move(from source: Int, to target: Int) throws { try lanes.move(from: source, to: target) }
    var failedLane: Int? { lanes.failedLane }
    func skip(through lane: Int) { lanes.skip(through: lane) }
}
