import ArgumentParser
import Kernels

/// Options that change how fast something is computed, and nothing else.
struct EngineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The code path of the hot loops: \(KernelSet.available.map(\.name).joined(separator: ", ")).",
            valueName: "name"
        ),
        completion: .list(KernelSet.available.map(\.name))
    )
    var kernels: String?

    @Option(help: "Episodes that a worker steps together; by default chosen by the size of the networks.")
    var lanes: Int?

    func validate() throws {
        if let lanes, !(1...4096).contains(lanes) { throw ValidationError("--lanes must be 1 to 4096, got \(lanes)") }
        _ = try kernelSet()
    }

    func kernelSet() throws -> KernelSet {
        do {
            return try kernels.map { name throws(KernelSetError) in try KernelSet.named(name) } ?? .best
        } catch {
            throw ValidationError("--kernels: \(error)")
        }
    }
}
