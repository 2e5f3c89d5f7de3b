import Environments
import Records
import Testing

@Suite struct `An environment with options` {
    private static let options: [EnvironmentOption] = [
        EnvironmentOption(name: "step", value: .number(0.25)),
        EnvironmentOption(name: "name", value: .text("the 'long' one")),
        EnvironmentOption(name: "gusts", value: .boolean(true)),
    ]

    @Test func `is named with what was chosen, by name`() {
        #expect("\(ChosenEnvironment("windy"))" == "windy")
        let chosen = ChosenEnvironment("windy", options: Self.options)
        #expect("\(chosen)" == "windy(gusts true, name 'the 'long' one', step 0.25)")
        #expect(chosen == ChosenEnvironment("windy", options: Self.options.reversed()))
    }

    @Test(arguments: [[], options]) func `is the same after saving and reading`(options: [EnvironmentOption]) throws {
        let chosen = ChosenEnvironment("windy", options: options)
        var archive = ArchiveWriter(format: "test", version: 1)
        chosen.save(to: &archive)
        let reader = try ArchiveReader(archive.finish(), path: "archive", format: "test", supportedVersions: 1...1)
        #expect(try ChosenEnvironment(from: reader) == chosen)
    }
}
