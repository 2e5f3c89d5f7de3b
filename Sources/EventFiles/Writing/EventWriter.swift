import Records

/// Writes a run's scalars, histograms, texts, settings and charts into an event file of its folder, for TensorBoard.
///
/// A run folder has one writer at a time. Each writer opens a file of its own and never touches older ones: resume by
/// ``EventFolder/truncate(_:toStep:)``, then a new writer that starts at the same step.
///
/// Values gather in memory until ``flush()``. What was flushed survives the end of the program, what was
/// ``synchronize()``d also that of the machine.
///
/// Within a run a tag keeps its kind and has one value a step, and the writer's steps never decrease: only so does
/// cutting a file at a step remove what came after it, and nothing else.
package final class EventWriter {
    /// What a tag shows.
    package enum Kind: String, Sendable {
        case scalar, histogram, text, session, layout
    }

    /// The event file.
    package let path: String
    private var file: OpenFile?
    private var records = RecordWriter()
    private var flushedByteCount = 0
    /// A write failed and could not be undone: part of a record is at the end of the file.
    private var hasTornTail = false
    private var latestStep: Int
    private var tags: [String: TagState] = [:]
    private let clock: () -> Double

    private struct TagState {
        let kind: Kind
        var step: Int
    }

    /// Opens a new event file in `folder`, which must exist, and writes the two events that every file begins with.
    /// - Parameters:
    ///   - step: The first step to be written: 0, or the step that a run resumes at.
    ///   - clock: Seconds since 1970, finite; the time of each event.
    /// - Throws: ``FileError``
    package init(
        folder: String, startingAt step: Int = 0, clock: @escaping () -> Double = FileSystem.wallTime
    ) throws(FileError) {
        precondition(step >= 0, "step \(step) is negative")
        self.clock = clock
        latestStep = step
        let file = try Self.createFile(in: folder, now: clock())
        path = file.path
        self.file = consume file
        append(step: 0) { $0.appendFileVersion(writer: "genome-lua", to: &$1) }
        append(step: step) { $0.appendSessionStart(to: &$1) }
        try flush()
    }

    deinit {
        try? flush()
    }

    /// Writes a number; NaN and infinities too, which TensorBoard shows as such.
    /// - Throws: ``EventError``
    /// - Complexity: about 0.2 µs.
    package func scalar(_ tag: String, _ value: Float, step: Int) throws(EventError) {
        try note(tag, .scalar, step)
        append(step: step) { $0.appendScalar(value, tag: tag, to: &$1) }
    }

    /// Writes a number, rounded to single precision: TensorBoard's default reader drops doubles.
    /// - Throws: ``EventError``
    package func scalar(_ tag: String, _ value: Double, step: Int) throws(EventError) {
        try scalar(tag, Float(value), step: step)
    }

    /// Writes how values are spread. TensorBoard shows no more than 51 histograms a tag.
    /// - Throws: ``EventError``
    package func histogram(_ tag: String, _ histogram: Histogram, step: Int) throws(EventError) {
        try note(tag, .histogram, step)
        let rows = histogram.buckets.flatMap { [$0.left, $0.right, $0.count] }
        let tensor = EventEncoder.Tensor.doubles(rows, shape: [histogram.buckets.count, 3])
        append(step: step) { $0.append(tensor, tag: tag, plugin: .histograms, to: &$1) }
    }

    /// Writes how `values` are spread, in 30 buckets.
    /// - Throws: ``EventError``
    package func histogram(_ tag: String, _ values: [Double], step: Int) throws(EventError) {
        try histogram(tag, Histogram(values), step: step)
    }

    /// Writes how `values` are spread, in 30 buckets.
    /// - Throws: ``EventError``
    package func histogram(_ tag: String, _ values: [Float], step: Int) throws(EventError) {
        try histogram(tag, Histogram(values), step: step)
    }

    /// Writes a text, shown as Markdown. Control characters other than tabs and line ends are replaced by U+FFFD; bytes
    /// that may not be UTF-8 are to be read with `String(decoding: bytes, as: UTF8.self)`, which repairs them.
    /// - Throws: ``EventError``
    package func text(_ tag: String, _ markdown: String, step: Int) throws(EventError) {
        try note(tag, .text, step)
        let text = markdown.withoutControlCharacters
        append(step: step) { $0.append(.text(text), tag: tag, plugin: .text, to: &$1) }
    }

    /// Writes what a run is a trial of. TensorBoard keeps the first that it reads of a run: write it once.
    /// - Throws: ``EventError``
    package func start(_ session: HyperparameterSession, step: Int) throws(EventError) {
        let content = session.startContent(time: clock())
        try append(HyperparameterSession.startTag, .session, .nothing, plugin: .hparams, content: content, step: step)
    }

    /// Writes how a run ended. Of one that may go on, nothing is written: TensorBoard keeps the first that it reads.
    /// - Throws: ``EventError``
    package func endSession(_ end: HyperparameterSession.End, step: Int) throws(EventError) {
        let content = HyperparameterSession.endContent(end, time: clock())
        try append(HyperparameterSession.endTag, .session, .nothing, plugin: .hparams, content: content, step: step)
    }

    /// Writes the charts of the Custom Scalars dashboard. TensorBoard merges those of all runs that it shows.
    /// - Throws: ``EventError``
    package func layout(_ layout: ChartLayout, step: Int) throws(EventError) {
        try append(ChartLayout.tag, .layout, .message(layout.message), plugin: .customScalars, step: step)
    }

    /// Hands what was written so far to the system, whole records in one call.
    /// - Throws: ``FileError``. Nothing is lost then: the file ends with a whole record, unless the system refuses that
    ///   too, and the next flush tries again.
    package func flush() throws(FileError) {
        if hasTornTail {
            try file?.cut(to: flushedByteCount)
            hasTornTail = false
        }
        if records.bytes.isEmpty { return }
        do {
            try file?.write(records.bytes.span)
        } catch {
            do { try file?.cut(to: flushedByteCount) } catch { hasTornTail = true }
            throw error
        }
        flushedByteCount += records.bytes.count
        records.removeAll()
    }

    /// Flushes, then waits until everything is on the disk.
    /// - Throws: ``FileError``
    package func synchronize() throws(FileError) {
        try flush()
        try file?.synchronize()
    }

    /// Synchronizes and closes the file; the writer cannot be used any more.
    /// - Throws: ``FileError``; the file is closed nevertheless.
    package func close() throws(FileError) {
        defer { file = nil }
        try synchronize()
        try file.take()?.close()
    }

    /// Whether the event file still exists: writing to a file that was deleted succeeds, and all is lost.
    ///
    /// Cost: one system call.
    package var isStillThere: Bool {
        file?.isStillThere ?? false
    }

    private static func createFile(in folder: String, now: Double) throws(FileError) -> OpenFile {
        precondition(now.isFinite && (0..<1e10).contains(now), "the clock is at \(now)")
        let names = try FileSystem.names(in: folder)
        var counter = 0
        while true {
            let name = EventFileName.next(
                after: names, now: now, host: FileSystem.shortHostName, process: FileSystem.processIdentifier,
                counter: counter)
            do {
                return try OpenFile("\(folder)/\(name)", .create)
            } catch {
                if error.code != OpenFile.alreadyExists { throw error }
                counter += 1
            }
        }
    }

    /// Checks that the tag may have a value of this kind at this step, and remembers that it has.
    private func note(_ tag: String, _ kind: Kind, _ step: Int) throws(EventError) {
        guard step >= latestStep else { throw .stepWentBack(tag: tag, step: step, latest: latestStep) }
        if let index = tags.index(forKey: tag) {
            let state = tags.values[index]
            guard state.kind == kind else { throw .kindChanged(tag: tag, from: state.kind, to: kind) }
            guard state.step < step else { throw .repeatedStep(tag: tag, step: step) }
            tags.values[index].step = step
        } else {
            if tag.isEmpty { throw .emptyTag }
            let isControl = tag.unicodeScalars.contains { $0.properties.generalCategory == .control }
            if isControl { throw .controlCharacter(tag: tag) }
            tags[tag] = TagState(kind: kind, step: step)
        }
        latestStep = step
    }

    private func append(
        _ tag: String, _ kind: Kind, _ tensor: EventEncoder.Tensor, plugin: EventEncoder.Plugin, content: [UInt8] = [],
        step: Int
    ) throws(EventError) {
        try note(tag, kind, step)
        append(step: step) { $0.append(tensor, tag: tag, plugin: plugin, content: content, to: &$1) }
    }

    private func append(step: Int, _ encode: (EventEncoder, inout [UInt8]) -> Void) {
        precondition(file != nil, "the event file is closed")
        let wallTime = clock()
        precondition(wallTime.isFinite, "the clock is at \(wallTime)")
        let encoder = EventEncoder(wallTime: wallTime, step: step)
        records.append { encode(encoder, &$0) }
    }
}
