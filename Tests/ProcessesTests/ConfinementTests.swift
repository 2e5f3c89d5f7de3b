import Glibc
import Processes
import Testing

@Suite struct `A confined process` {
    @Test func `can open, connect, execute and signal nothing`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            let output = dup(1)
            try Confinement.begin()
            #expect(SystemCall.allThatWork(output).isEmpty)
            exit(7)
        }
    }

    @Test func `still computes, has threads, clocks and what was open`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            let (stream, end) = try MessageStream.pair()
            let far = MessageStream(end)
            let file = SystemCall.opens("/proc/self/status")
            let memory = try SharedMemory(SharedMemory.reserve(), size: 4096).part(at: 0, count: 8, of: Int.self)
            try Confinement.begin()
            try stream.send([1, 2, 3])
            #expect(try far.receive(.seconds(60)) == [1, 2, 3])
            memory[3] = 4
            #expect(memory.array().reduce(0, +) == 4)
            #expect((0..<1000).map { "\($0)" }.joined().count == 2890)
            #expect(ContinuousClock.now - ContinuousClock.now < .seconds(1))
            #expect(SystemCall.runsThread())
            #expect(lseek(file, 0, SEEK_SET) == 0 && SystemCall.reads(file) && SystemCall.looks(at: file))
            #expect(!SystemCall.looks(at: "/etc"))
            let large = [UInt8](repeating: 1, count: 200 << 20)
            #expect(large.last == 1)
            exit(7)
        }
    }

    @Test func `is ended by a signal where it fails, and not by others`() async {
        await #expect(processExitsWith: .signal(SIGABRT)) {
            try Confinement.begin()
            abort()
        }
    }
}

@Suite struct `A limited process` {
    // The address sanitizer has terabytes of it.
    @Test(.enabled(if: unsafe getenv("GENOME_TEST_SANITIZER") == nil, "a sanitizer takes address space for itself"))
    func `has no more address space than that`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            try Confinement.limit(addressSpace: 64 << 30)
            #expect(!SystemCall.maps(bytes: 100 << 30, PROT_READ))
            exit(7)
        }
    }
}
