import Kernels
import Testing

@Suite("A buffer") struct BufferTests {
    @Test func `shares its values with a part of it, which keeps them`() {
        var whole: Buffer<UInt64>? = Buffer((0..<20).map(UInt64.init))
        let part = Buffer(8..<11, of: whole!)
        #expect(part.count == 3 && part.array() == [8, 9, 10])
        part[1] = 50
        #expect(whole![9] == 50)
        whole = nil
        #expect(part.array() == [8, 50, 10])
    }

    @Test func `has parts without values, also behind its last`() {
        let whole = Buffer<Float>(repeating: 1, count: 16)
        #expect(Buffer(16..<16, of: whole).array().isEmpty)
    }

    @Test func `has no parts that a vector would not begin at, or beyond it`() async {
        await #expect(processExitsWith: .failure) { _ = Buffer(4..<8, of: Buffer<UInt64>(repeating: 0, count: 16)) }
        await #expect(processExitsWith: .failure) { _ = Buffer(8..<17, of: Buffer<UInt64>(repeating: 0, count: 16)) }
    }
}
