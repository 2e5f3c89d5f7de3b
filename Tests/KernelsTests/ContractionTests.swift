import Foundation
import Testing

@Suite struct `A file of the kernels` {
    /// A fused multiply-add rounds once where other processors round twice.
    @Test(arguments: ["CKernels", "CVectors"]) func `opens with the line that forbids fused operations`(
        module: String
    ) throws {
        let repository = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = repository.appending(path: "Sources/\(module)").path
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".c") }
        #expect(!files.isEmpty)
        for file in files {
            let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
            #expect(text.hasPrefix("#pragma STDC FP_CONTRACT OFF\n"), "\(file)")
        }
    }
}
