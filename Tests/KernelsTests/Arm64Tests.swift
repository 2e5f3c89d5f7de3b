import TestSupport
import Testing

/// This processor's kernels are compared with references in the other tests. Those of 64-bit ARM must write the same
/// bits, of the same inputs.
@Suite(.enabled(if: ChecksumProgram.isExpected, Comment(rawValue: ChecksumProgram.skipComment)))
struct `Kernels compiled for 64-bit ARM` {
    @Test func `write the same bits on every path as those of this processor`() throws {
        let folder = TemporaryFolder()
        let programs = try ChecksumProgram.Target.allCases.map { try ChecksumProgram(for: $0, in: folder) }
        let lines = try programs.flatMap { try $0.lines() }

        let arm64 = lines.filter { $0.target == .arm64 }
        let paths = arm64.map(\.path).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
        #expect(paths == ["-", "neon", "portable"])
        let kernels = Set(lines.map(\.kernel))
        for path in ["neon", "portable"] { #expect(arm64.filter { $0.path == path }.count == 28) }
        #expect(kernels.count == 39)

        for kernel in kernels.sorted() {
            let ofKernel = lines.filter { $0.kernel == kernel }
            #expect(Set(ofKernel.map(\.target)).count == 2, "\(kernel)")
            #expect(Set(ofKernel.map(\.checksum)).count == 1, "\(ofKernel)")
        }
    }
}
