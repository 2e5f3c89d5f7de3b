import Testing

@testable import Experiments

@Suite struct `A pattern of tags` {
    @Test(
        arguments: [
            ("*", "", true), ("*", "a/b", true), ("a/*", "a/b/c", true), ("a/*", "b/a/c", false), ("a", "a", true),
            ("a", "ab", false), ("?", "é", true), ("?", "", false), ("*/m*n", "return/mean", true),
            ("*/m*n", "return/means", false), ("a*a*b", "aaab", true), ("a*a*b", "ab", false), ("", "", true),
            ("", "a", false), ("[a]", "[a]", true),
        ]) func `stands for what it says`(pattern: String, tag: String, isMatch: Bool)
    {
        #expect(TagPattern(pattern).matches(tag) == isMatch)
    }
}
