extension BenchmarkSettings {
    /// Measures a loop on this thread.
    /// - Parameters:
    ///   - items: What one iteration counts for.
    ///   - body: Runs a number of iterations.
    /// - Returns: Items a second of the thread's time, for each repetition.
    func rates<Failure: Error>(items: Double, _ body: (Int) throws(Failure) -> Void) throws(Failure) -> [Double] {
        let iterations = try calibrated(body)
        var rates: [Double] = []
        for _ in 0..<repetitions {
            let seconds = try Clock.thread.time { () throws(Failure) in try body(iterations) }
            rates.append(items * Double(iterations) / seconds)
        }
        return rates
    }

    /// Measures how many times as fast one piece of work is as another, both done in turn on this thread.
    func ratios<Failure: Error>(
        _ body: () throws(Failure) -> Void, to other: () throws(Failure) -> Void
    ) throws(Failure) -> [Double] {
        let iterations = try calibrated { count throws(Failure) in for _ in 0..<count { try other() } }
        var ratios: [Double] = []
        for _ in 0..<repetitions {
            var (seconds, others) = (0.0, 0.0)
            for _ in 0..<iterations {
                others += try Clock.thread.time(other)
                seconds += try Clock.thread.time(body)
            }
            ratios.append(others / seconds)
        }
        return ratios
    }

    /// Iterations that take about as long as a repetition is to take.
    private func calibrated<Failure: Error>(_ body: (Int) throws(Failure) -> Void) throws(Failure) -> Int {
        var iterations = 1
        while true {
            let elapsed = try Clock.thread.time { () throws(Failure) in try body(iterations) }
            if elapsed > seconds / 4 { return max(Int(Double(iterations) * seconds / elapsed), 1) }
            iterations =
                elapsed < seconds / 1000 ? iterations * 16 : Int(Double(iterations) * seconds / 2.5 / elapsed) + 1
        }
    }
}
