import Testing

@testable import Experiments

@Suite struct `Two values of an option` {
    @Test(
        arguments: [
            ("nes(a 1, b 2)", "nes(a 1, b 3)", ["search: b was 2, and is now 3"]),
            ("nes(a 1, b 2)", "nes(a 4, b 3)", ["search: a was 1, and is now 4", "search: b was 2, and is now 3"]),
            ("nes(a 1, o sgd)", "nes(a 1, o adam(x 1, y 2))", ["search: o was sgd, and is now adam(x 1, y 2)"]),
            ("nes(a 1)", "ga(a 1)", ["search was nes(a 1), and is now ga(a 1)"]),
            ("nes(a 1, b 2)", "nes(a 1, c 2)", ["search was nes(a 1, b 2), and is now nes(a 1, c 2)"]),
            (
                "mean_return none, episodes 10, every 1", "mean_return 9.0, episodes 10, every 1",
                ["search: mean_return was none, and is now 9.0"]
            ),
            ("1", "2", ["search was 1, and is now 2"]),
        ]) func `are told apart setting by setting`(old: String, new: String, changes: [String])
    {
        #expect(IdentityChange.changes(of: "search", from: old, to: new).map(\.description) == changes)
    }
}
