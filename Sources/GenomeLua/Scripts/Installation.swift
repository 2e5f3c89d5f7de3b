import FoundationEssentials

/// Where this program's own files are: the folder that holds `Scripts`.
package struct Installation: Hashable, Sendable {
    package let folder: String

    package var scripts: String { "\(folder)/Scripts" }
    package var environments: String { "\(folder)/Environments" }
    /// What native environments include: in a checkout it lies with the sources.
    package var environmentHeader: String {
        let installed = "\(folder)/include/genome_environment.h"
        let isInstalled = FileManager.default.fileExists(atPath: installed)
        return isInstalled ? installed : "\(folder)/Sources/CEnvironment/include/genome_environment.h"
    }

    package init(folder: String) {
        self.folder = folder
    }

    /// Finds the installation of an executable.
    ///
    /// `GENOME_HOME` names it outright. Else `PREFIX/bin/genome-lua` has `PREFIX/share/genome-lua`, and a build in a
    /// checkout has the folder above its `.build`. A folder counts if it has `Scripts/genome`, whose presence tells a
    /// checkout of this project from any other.
    /// - Parameters:
    ///   - executable: Path of the running program, links resolved.
    ///   - environment: Environment variables.
    /// - Returns: Nil if there is none.
    package static func find(executable: String, environment: [String: String]) -> Installation? {
        if let home = environment["GENOME_HOME"], !home.isEmpty { return Installation(folder: home) }
        var folder = executable
        var candidates: [String] = []
        while let slash = folder.lastIndex(of: "/"), slash != folder.startIndex {
            let name = folder[folder.index(after: slash)...]
            folder = String(folder[..<slash])
            if name == "bin" { candidates.append("\(folder)/share/genome-lua") }
            if name.hasPrefix(".build") { candidates.append(folder) }
        }
        return candidates.first { isFolder("\($0)/Scripts/genome") }.map(Installation.init)
    }

    /// Path of the running program, links resolved; empty if the system does not tell.
    package static var executable: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    }

    /// Environment variables of the running program.
    package static var processEnvironment: [String: String] { ProcessInfo.processInfo.environment }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }
}
