import EventFiles
import Records

extension Benchmark {
    static let events = Benchmark(
        "events",
        unit: "events/s",
        "Scalar events of 16 tags into an event file of the disk's cache, flushed every 64 steps."
    ) { settings in
        let tags = (0..<16).map { "scalar/\($0)" }
        let rates = try ScratchFolder.use { folder in
            try settings.rates(items: Double(64 * tags.count)) { flushes in
                let writer = try EventWriter(folder: folder)
                for flush in 0..<flushes {
                    for step in flush * 64..<(flush + 1) * 64 {
                        for tag in tags { try writer.scalar(tag, Float(step), step: step) }
                    }
                    try writer.flush()
                }
                try FileSystem.remove(writer.path)
            }
        }
        return Measurement(work: "scalars of 16 tags into a file", samples: rates)
    }
}
