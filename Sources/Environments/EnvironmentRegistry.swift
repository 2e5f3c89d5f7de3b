import Kernels

/// The environments that are built in, by name.
package enum EnvironmentRegistry {
    /// A built-in environment: what is fixed about it, and how to make a group of it.
    package struct Entry: Sendable {
        package let specification: EnvironmentSpecification
        /// Makes a group with room for `capacity` lanes, for the thread that calls it.
        package let make: @Sendable (_ capacity: Int, _ kernels: KernelSet) -> any Environment

        fileprivate init<Dynamics: KernelDynamics>(_: Dynamics.Type) {
            specification = Dynamics.specification
            make = { KernelEnvironment<Dynamics>(capacity: $0, kernels: $1) }
        }
    }

    /// In order of name.
    package static let entries: [Entry] = [
        Entry(AcrobotDynamics.self),
        Entry(CartPoleDynamics.self),
        Entry(MountainCarDynamics.self),
        Entry(MountainCarContinuousDynamics.self),
        Entry(PendulumDynamics.self),
    ]

    /// The environment of a name.
    /// - Throws: `EnvironmentError.unknown` with all names.
    package static func entry(named name: String) throws(EnvironmentError) -> Entry {
        guard let entry = entries.first(where: { $0.specification.name == name }) else {
            throw EnvironmentError.unknown(name: name, available: entries.map(\.specification.name))
        }
        return entry
    }
}

package enum EnvironmentError: Error, Equatable, CustomStringConvertible {
    case unknown(name: String, available: [String])
    /// Several have that name; `finds` says where.
    case ambiguous(name: String, finds: [String])
    /// A native library outside the installation.
    case notAllowed(path: String)
    /// Options were chosen for one that has none.
    case noOptions(name: String)

    package var description: String {
        switch self {
        case .unknown(let name, let available):
            "there is no environment '\(name)'; known are \(available.map { "'\($0)'" }.joined(separator: ", "))"
        case .ambiguous(let name, let finds):
            "there are several environments '\(name)': \(finds.joined(separator: " and ")); give the path of one"
        case .notAllowed(let path):
            "\(path) is native code, which no sandbox holds; --allow native loads it"
        case .noOptions(let name):
            "'\(name)' takes no environment_options; native environments do"
        }
    }
}
