import Glibc
import Testing

@testable import Processes

@Suite struct `A child process` {
    private func shell(
        _ line: String, _ environment: [String: String] = [:], _ descriptors: [Descriptor] = []
    ) throws -> ChildProcess {
        let nothing = try Descriptor.null()
        return try ChildProcess(
            path: "/bin/sh", arguments: ["-c", line], environment: environment,
            descriptors: [nothing, nothing, nothing] + descriptors)
    }

    @Test(arguments: [
        ("exit 0", ProcessEnd.exit(status: 0), "exited with status 0"),
        ("exit 7", .exit(status: 7), "exited with status 7"),
        ("kill -SEGV $$", .signal(11), "was ended by signal 11 (SIGSEGV)"),
        ("kill -34 $$", .signal(34), "was ended by signal 34"),
    ])
    func `ends by itself`(line: String, end: ProcessEnd, words: String) throws {
        let child = try shell(line)
        #expect(child.wait(.seconds(60)) == end)
        #expect(child.wait(.zero) == end)
        #expect(child.kill() == end)
        #expect("\(end)" == words)
    }

    @Test func `is killed`() throws {
        let child = try shell("sleep 1000")
        #expect(child.wait(.zero) == nil)
        #expect(child.wait(.milliseconds(20)) == nil)
        #expect(child.kill() == .signal(9))
    }

    @Test func `takes its own children with it`() throws {
        func start() throws -> (ChildProcess, MessageStream) {
            let (stream, end) = try MessageStream.pair()
            return (try shell("sleep 1000 & exit 3", ["PATH": "/usr/bin:/bin"], [end]), stream)
        }
        let (child, stream) = try start()
        #expect(child.wait(.seconds(60)) == .exit(status: 3))
        #expect(throws: ProcessError.closed) { try stream.receive(.seconds(60)) }
    }

    @Test func `is waited for, and killed, where the system gives no descriptor of it`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            let nothing = try Descriptor.null()
            let children = try ["sleep 0.1; exit 3", "sleep 1000"].map {
                try ChildProcess(
                    path: "/bin/sh", arguments: ["-c", $0], environment: ["PATH": "/usr/bin:/bin"],
                    descriptors: [nothing])
            }
            SystemCall.openNoMoreDescriptors()
            #expect(children[0].wait(.zero) == nil)
            #expect(children[0].wait(.seconds(60)) == .exit(status: 3))
            #expect(children[1].wait(.milliseconds(20)) == nil)
            #expect(children[1].kill() == .signal(9))
            exit(7)
        }
    }

    @Test func `has the arguments, variables and descriptors that it was given, and no others`() throws {
        let (stream, end) = try MessageStream.pair()
        // A message of the length that the shell's printf writes.
        let child = try shell(
            #"set -- "$A" "$(ls /proc/$$/fd | tr '\n' ' ')"; printf '\020\000\000\000%-16.16s' "$1 $2" >&3"#,
            ["A": "some words", "PATH": "/usr/bin:/bin"], [end])
        #expect(String(decoding: try stream.receive(.seconds(60)), as: UTF8.self) == "some words 0 1 2")
        #expect(child.wait(.seconds(60)) == .exit(status: 0))
    }

    @Test func `that is no program is told`() {
        #expect(
            throws: ProcessError.notStarted(path: "/no/such/program", reason: "No such file or directory")
        ) {
            try ChildProcess(path: "/no/such/program", arguments: [], environment: [:], descriptors: [])
        }
        #expect(
            "\(ProcessError.notStarted(path: "/no/such/program", reason: "No such file or directory"))"
                == "/no/such/program cannot be started: No such file or directory")
    }
}

@Suite struct `A time to wait` {
    @Test(arguments: [
        (Duration.zero, Int32(0)), (.nanoseconds(1), 1), (.microseconds(1500), 2), (.milliseconds(7), 7),
        (.seconds(3), 3000),
        (.seconds(1 << 40), 2_000_000_000),
    ])
    func `is rounded up to milliseconds`(time: Duration, milliseconds: Int32) {
        #expect(time.milliseconds == milliseconds)
    }
}

@Suite struct `Messages between processes` {
    private func pair() throws -> (MessageStream, MessageStream) {
        let (stream, end) = try MessageStream.pair()
        return (stream, MessageStream(end))
    }

    @Test func `arrive whole, one after the other`() throws {
        let (stream, far) = try pair()
        let messages = [[], [1], [UInt8](repeating: 7, count: 70_000), [2, 3]]
        for message in messages { try stream.send(message) }
        for message in messages { #expect(try far.receive(.seconds(60)) == message) }
        #expect(throws: ProcessError.late) { try far.receive(.milliseconds(5)) }
        try far.send([4])
        #expect(try stream.receive(.seconds(60)) == [4])
    }

    @Test func `come to an end where the other end is closed`() throws {
        let (stream, far) = try pair()
        try far.send([1])
        far.close()
        #expect(throws: ProcessError.closed) { try stream.send([1]) }
        #expect(try stream.receive(.seconds(60)) == [1])
        #expect(throws: ProcessError.closed) { try stream.receive(.seconds(60)) }
        #expect(throws: ProcessError.closed) { try far.receive(.seconds(60)) }
    }
}

@Suite struct `What a child prints` {
    private func start(
        _ line: String, _ print: @escaping @Sendable (String) -> Void
    ) throws -> (ChildProcess, ProcessOutput) {
        let (output, end) = try ProcessOutput.begin(print)
        let nothing = try Descriptor.null()
        let child = try ChildProcess(
            path: "/bin/sh", arguments: ["-c", line], environment: ["PATH": "/usr/bin:/bin"],
            descriptors: [nothing, end, end])
        return (child, output)
    }

    private func lines(_ line: String) async throws -> ([String], last: String?) {
        let (lines, continuation) = AsyncStream<String>.makeStream()
        let (child, output) = try start(line) { continuation.yield($0) }
        #expect(child.wait(.seconds(60)) == .exit(status: 0))
        let last = output.lastLine()
        continuation.finish()
        var all: [String] = []
        for await line in lines { all.append(line) }
        return (all, last)
    }

    @Test func `is handed on line by line, without empty ones`() async throws {
        let (lines, last) = try await lines(#"printf 'one\n\n  \ntwo\n' ; printf 'three' >&2"#)
        #expect(lines == ["one", "two", "three"])
        #expect(last == "three")
    }

    @Test func `is cut where it is much`() async throws {
        let (lines, last) = try await lines(
            "i=0; while [ $i -lt 1500 ]; do i=$((i+1)); echo $i; done; printf %05000d 0")
        #expect(lines.count == 1000)
        #expect(lines[998] == "999")
        #expect(lines[999] == "prints more, which is not shown")
        #expect(last == String(repeating: "0", count: 1000))
    }
}

@Suite struct `Shared memory` {
    @Test func `is seen by several, each part at its place`() throws {
        let descriptor = try SharedMemory.reserve()
        let memory = try SharedMemory(descriptor, size: 4096)
        let (numbers, bytes) = (
            memory.part(at: 64, count: 10, of: Int32.self), memory.part(at: 0, count: 64, of: UInt8.self)
        )
        let again = try SharedMemory(descriptor, size: 4096).part(at: 64, count: 10, of: Int32.self)
        for place in 0..<10 { numbers[place] = Int32(place * place) }
        #expect(again.array() == (0..<10).map { $0 * $0 })
        #expect(bytes.array().allSatisfy { $0 == 0 })
    }

    @Test func `that there is none of is told`() throws {
        let descriptor = try SharedMemory.reserve()
        let size = 1 << 60
        let error = #expect(throws: ProcessError.self) { try SharedMemory(descriptor, size: size) }
        #expect(error == .noMemory(bytes: size, reason: "Cannot allocate memory"))
        #expect(error?.description == "there is no shared memory of \(size) bytes: Cannot allocate memory")
    }
}
