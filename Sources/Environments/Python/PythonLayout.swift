/// Where everything of a group stands in the memory that it shares with its process, in bytes.
struct PythonLayout: Encodable {
    let lanes: Int
    let observationCount: Int
    /// Numbers in an action; 1 where it is one of several.
    let actionCount: Int
    /// Whether observations are bytes; else they are float32.
    let bytes: Bool
    /// The lane that plays; -1: none. One 32-bit integer.
    let playing: Int
    /// 32-bit integers `[lanes]`, or float32 `[lanes][actionCount]`.
    let actions: Int
    /// `[lanes][observationCount]`.
    let observations: Int
    /// Float64 `[lanes]`.
    let rewards: Int
    /// Bytes `[lanes]`: 1 where terminated, and 2 where truncated.
    let ends: Int
    let size: Int

    private enum CodingKeys: String, CodingKey {
        case lanes, bytes, playing, actions, observations, rewards, ends, size
        case observationCount = "observation_count"
        case actionCount = "action_count"
    }

    init(lanes: Int, observationCount: Int, actionCount: Int, bytes: Bool) {
        (self.lanes, self.observationCount, self.actionCount) = (lanes, observationCount, actionCount)
        self.bytes = bytes
        var next = 0
        func place(_ bytes: Int) -> Int {
            defer { next += (bytes + 63) / 64 * 64 }
            return next
        }
        playing = place(4)
        actions = place(4 * lanes * actionCount)
        observations = place((bytes ? 1 : 4) * lanes * observationCount)
        rewards = place(8 * lanes)
        ends = place(lanes)
        size = next
    }
}
