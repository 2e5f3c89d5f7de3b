import ArgumentParser

/// Writes random words to standard output until nobody reads them any more: what `Scripts/dieharder` tests.
///
/// The words are raw, 64 bits each, lowest byte first. Not a product: only a checkout builds it.
@main
struct RandomStreamCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "random-stream",
        abstract: "Write the engine's random words to standard output, without end."
    )

    @Argument(help: "\(WordStream.allCases.map(\.rawValue).joined(separator: ", ")).")
    var stream: WordStream

    @Option(help: "The stretch of 2^32 addresses to begin with: the number of the individual or generation.")
    var stretch: UInt32 = 0

    @Option(help: "The seed of the run.")
    var seed: UInt64 = 0

    func run() {
        var source = WordSource(stream, stretch: stretch, seed: seed)
        repeat { source.fill() } while source.write()
    }
}

extension WordStream: ExpressibleByArgument {}
