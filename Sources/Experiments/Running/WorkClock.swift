/// The time that a sitting of a run takes; nothing of it reaches a result.
struct WorkClock {
    private var began = ContinuousClock.now
    private var lastCheckpoint = ContinuousClock.now
    private var lastCheckpointGeneration = 0
    private var lastGeneration = ContinuousClock.now
    /// Environment steps a second in the last generation.
    private(set) var stepsPerSecond = 0.0

    mutating func start(generation: Int) {
        began = .now
        lastGeneration = began
        lastCheckpoint = began
        lastCheckpointGeneration = generation
    }

    /// Counts the environment steps of a generation that just ended.
    mutating func countSteps(_ steps: Int) {
        let now = ContinuousClock.now
        let seconds = max((now - lastGeneration).seconds, 1e-9)
        stepsPerSecond = Double(steps) / seconds
        lastGeneration = now
    }

    /// Seconds of work in this sitting.
    var elapsed: Double { (ContinuousClock.now - began).seconds }

    func checkpointIsDue(_ interval: CheckpointInterval, generation: Int) -> Bool {
        switch interval {
        case .generations(let count): generation - lastCheckpointGeneration >= count
        case .seconds(let seconds): (ContinuousClock.now - lastCheckpoint).seconds >= seconds
        }
    }

    mutating func checkpointWasWritten(generation: Int) {
        lastCheckpoint = .now
        lastCheckpointGeneration = generation
    }
}

extension Duration {
    var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
