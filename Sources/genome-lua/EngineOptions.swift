import ArgumentParser
import Kernels

/// Options that change how fast something is computed, and nothing else.
struct EngineOptions: ParsableArguments {
    @OptionGroup
    private var kernelOptions: KernelOptions

    @Option(help: "Episodes that a worker steps together; by default chosen by the size of the networks.")
    var lanes: Int?

    func validate() throws {
        if let lanes, !(1...4096).contains(lanes) { throw ValidationError("--lanes must be 1 to 4096, got \(lanes)") }
    }

    func kernelSet() throws -> KernelSet { try kernelOptions.kernelSet() }
}
