import LuaHost
import Testing

@Suite struct `The nearest name` {
    @Test(arguments: [
        ("learnig_rate", "learning_rate"), ("Learning_Rate", "learning_rate"), ("nez", "nes"), ("sgn", "sign"),
        ("sing", "sign"), ("ad", nil), ("something_else", nil), ("", nil), ("n", nil),
    ])
    func `is the one with the fewest edits, if they are few`(word: String, expected: String?) {
        #expect(NearestName.of(word, among: ["learning_rate", "nes", "sign", "adam", "b"]) == expected)
    }

    @Test func `is the first of several`() {
        #expect(NearestName.of("bat", among: ["cat", "hat"]) == "cat")
        #expect(NearestName.hint(for: "bat", among: ["cat"]) == "; did you mean 'cat'?")
        #expect(NearestName.hint(for: "bat", among: []) == "")
    }
}
