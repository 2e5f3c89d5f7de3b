import ArgumentParser
import Kernels

/// The choice of the hot loops' code path.
struct KernelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The code path of the hot loops: \(KernelSet.available.map(\.name).joined(separator: ", ")). "
                + "By default the first; results do not depend on it.",
            valueName: "name"
        ),
        completion: .list(KernelSet.available.map(\.name))
    )
    var kernels: String?

    func validate() throws { _ = try kernelSet() }

    func kernelSet() throws -> KernelSet {
        do {
            return try kernels.map { name throws(KernelSetError) in try KernelSet.named(name) } ?? .best
        } catch {
            throw ValidationError("--kernels: \(error)")
        }
    }
}
