import TestSupport
import Testing

@testable import EventFiles

@Suite struct `A layout of the Custom Scalars dashboard` {
    private let layout = ChartLayout(categories: [
        .init(
            title: "return",
            charts: [
                .init(title: "band", .band(value: "return/mean", lower: "return/worst", upper: "return/best")),
                .init(title: "lines", .lines(tags: ["return/policy", "a.b+"])),
            ])
    ])

    @Test func `has the bytes of TensorBoard's own message`() {
        let expected =
            "12620a0672657475726e12320a0462616e641a2a0a280a0b72657475726e2f6d65616e120c72657475726e2f776f7273741a0b72"
            + "657475726e2f6265737412240a056c696e6573121b0a0f5e72657475726e2f706f6c696379240a085e615c2e625c2b24"
        #expect(layout.message.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == expected)
    }

    @Test func `is something else to those who read values`() throws {
        let folder = TemporaryFolder()
        let writer = try EventWriter(folder: folder.path)
        try writer.layout(layout, step: 0)
        try writer.close()
        var reader = try EventReader(folder: folder.path)
        var last: Event?
        while let event = try reader.next() { last = event }
        #expect(last?.content == .summaries([.init(tag: "custom_scalars__config__", value: .other)]))
    }
}
