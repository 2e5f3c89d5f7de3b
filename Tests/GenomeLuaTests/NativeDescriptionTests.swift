import Environments
import Kernels
import LuaHost
import TestSupport
import Testing

@testable import GenomeLua

@Suite struct `The description of a native environment` {
    private static let spaces: [Space] = [
        .discrete(count: 3), .binary(count: 70), .box(low: [-.infinity, 0], high: [1, .infinity]),
        .image(ImageShape(height: 3, width: 4, channels: 3)),
    ]

    private func specification(_ space: Space, actions: Space = .discrete(count: 2)) -> EnvironmentSpecification {
        EnvironmentSpecification(
            name: "windy",
            options: [
                EnvironmentOption(name: "step", value: .number(0.1)),
                EnvironmentOption(name: "many", value: .number(3)),
                EnvironmentOption(name: "is_on", value: .boolean(true)),
                EnvironmentOption(name: "text", value: .text("infinity")),
            ],
            summary: "a \"walk\"", observationSpace: space, actionSpace: actions, maxSteps: 7, layout: .valueMajor,
            version: "windy.so 1234")
    }

    @Test(arguments: spaces) func `is read as it was written`(space: Space) throws {
        for hasBehavior in [true, false] {
            let written = NativeDescription(specification(space), hasBehavior: hasBehavior)
            let read = try NativeDescription(written.bytes)
            #expect(read.specification == written.specification && read.hasBehavior == hasBehavior)
        }
    }

    @Test func `is refused where it makes no sense`() {
        let wrong = [
            specification(.discrete(count: 0)), specification(.binary(count: -1)),
            specification(.box(low: [0], high: [1, 2])), specification(.box(low: [2], high: [1])),
            specification(.box(low: [], high: [])),
            specification(.discrete(count: 2), actions: Self.spaces[3]),
            specification(.discrete(count: 1 << 40)),
        ]
        for specification in wrong {
            let error = #expect(throws: WorkerError.self) {
                try NativeDescription(NativeDescription(specification, hasBehavior: false).bytes)
            }
            #expect(error?.description == "a worker described its environment in a way that makes no sense")
        }
    }

    @Test func `that is damaged is refused, or is another one`() {
        let bytes = NativeDescription(specification(Self.spaces[2]), hasBehavior: true).bytes
        var (fuzzer, refused) = (ByteFuzzer(seed: 2), 0)
        for _ in 0..<2000 {
            do { _ = try NativeDescription(fuzzer.damaged(bytes)) } catch { refused += 1 }
        }
        #expect(refused > 500)
    }

    @Test func `is not needed to read an error, whatever its bytes are`() throws {
        let error = LuaError(
            "no \u{1b}way", at: LuaLocation(source: "a.lua", line: 3),
            traceback: [LuaFrame(location: LuaLocation(source: "b.lua", line: 4), function: "f")])
        let bytes = WrittenError(error).bytes
        #expect("\(WrittenError.read(bytes))" == "\(error)")
        var fuzzer = ByteFuzzer(seed: 3)
        for _ in 0..<2000 {
            let text = "\(WrittenError.read(fuzzer.damaged(bytes)))"
            #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control }, "\(text)")
        }
        #expect("\(WrittenError.read([1, 2]))" == "a worker failed, and does not say why")
    }
}
