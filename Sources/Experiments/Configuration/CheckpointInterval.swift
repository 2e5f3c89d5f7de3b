/// How often a checkpoint is written.
package enum CheckpointInterval: Sendable, Hashable {
    case generations(Int)
    case seconds(Double)
}
