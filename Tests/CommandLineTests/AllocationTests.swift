import Foundation
import TestSupport
import Testing

@Suite(
    .enabled(
        if: Tool.isExpected && Tool.sanitizer == nil,
        "needs the tool, without a sanitizer"
    )
) struct `A step of an episode` {
    /// Counts calls of the allocator in the process that it is loaded into, and writes their number as it ends.
    private static let counter = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <stdatomic.h>
        #include <stdio.h>
        #include <stdlib.h>
        extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);
        extern void *__libc_memalign(size_t, size_t);
        static atomic_long calls;
        void *malloc(size_t n) { calls++; return __libc_malloc(n); }
        void *calloc(size_t n, size_t m) { calls++; return __libc_calloc(n, m); }
        void *realloc(void *p, size_t n) { calls++; return __libc_realloc(p, n); }
        void *aligned_alloc(size_t a, size_t n) { calls++; return __libc_memalign(a, n); }
        int posix_memalign(void **p, size_t a, size_t n) { calls++; *p = __libc_memalign(a, n); return *p == NULL; }
        __attribute__((destructor)) static void report(void) {
            FILE *file = fopen(getenv("ALLOCATIONS"), "w");
            fprintf(file, "%ld", calls);
            fclose(file);
        }
        """

    /// No episode of CartPole ends before its eighth step, so both runs have the same episodes and differ in steps only.
    private static func script(reward: String) -> String {
        """
        local genome = require "genome"
        local p = genome.parameters { steps = 1 }
        return genome.experiment {
          environment = "cartpole",
          network = genome.binary_network { hidden = { 70, 20 } },
          search = genome.nes {},
          max_steps = p.steps,
          reward = \(reward),
          generations = 20,
        }
        """
    }

    @Test(arguments: ["nil", "genome.sign_reward {}"]) func `allocates nothing`(reward: String) throws {
        let tool = Tool()
        try tool.write(Self.counter, to: "counter.c")
        try tool.write(Self.script(reward: reward), to: "steps.lua")
        let build = try tool.shell("clang -O1 -w -shared -fPIC -o counter.so counter.c")
        #expect(build.status == 0, "\(build)")

        func allocations(steps: Int) throws -> Int {
            let run = "genome-lua run steps.lua --quiet --threads 1 --set steps=\(steps)"
            let outcome = try tool.shell("ALLOCATIONS=count LD_PRELOAD=$PWD/counter.so \(run)")
            #expect(outcome.status == 0, "\(outcome)")
            return try #require(Int(try tool.text("count")))
        }
        let (few, many) = (try allocations(steps: 2), try allocations(steps: 8))
        let moreSteps = 20 * (64 + 10) * 6
        #expect(few > 100 && abs(many - few) < moreSteps / 100, "\(few) and \(many) calls, \(moreSteps) more steps")
    }
}
