import Kernels
import Testing

@Suite struct `Kernels` {
    @Test func `are chosen by name, and the best is the first of those available`() throws {
        for kernels in KernelSet.available { #expect(try KernelSet.named(kernels.name).name == kernels.name) }
        #expect(KernelSet.best.name == KernelSet.available.first?.name)
        #expect(KernelSet.available.last?.name == "portable")
    }

    @Test func `of an unknown name are refused with the names that there are`() {
        let error = #expect(throws: KernelSetError.self) { try KernelSet.named("sse9") }
        let names = KernelSet.available.map { "'\($0.name)'" }.joined(separator: ", ")
        #expect(error?.description == "kernels 'sse9' cannot run here; this processor runs \(names)")
    }
}
