import Experiments

/// What the scripts of workers print: nothing while they load, for the main script prints that too; later lines go to
/// standard error behind the script's name, up to so many in a thread.
final class WorkerPrinter {
    private static let mostLines = 1000

    private let name: String
    private var lines = 0
    var isLoading = true

    init(name: String) {
        self.name = name
    }

    func print(_ line: String) {
        guard !isLoading && lines < Self.mostLines else { return }
        lines += 1
        Console.error(lines == Self.mostLines ? "\(name): prints more, which is not shown" : "\(name): \(line)")
    }
}
