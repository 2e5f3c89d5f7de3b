import Glibc
import Processes
import Testing

/// Whether a call of the system failed because it is not permitted.
private func isRefused(_ result: Int32) -> Bool { result < 0 && errno == EPERM }

@Suite struct `A confined process` {
    @Test func `can open, connect, execute and signal nothing`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            let output = dup(1)
            try Confinement.begin()
            #expect(isRefused(unsafe open("/etc/passwd", O_RDONLY)))
            #expect(isRefused(unsafe open("/tmp/genome-lua-confined", O_WRONLY | O_CREAT, 0o600)))
            #expect(isRefused(unsafe openat(AT_FDCWD, "/proc/self/mem", O_RDWR)))
            #expect(isRefused(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)))
            #expect(isRefused(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)))
            #expect(isRefused(kill(getppid(), 0)))
            #expect(isRefused(kill(1, SIGTERM)))
            #expect(isRefused(unsafe unlink("/tmp/genome-lua-confined")))
            #expect(isRefused(unsafe execve("/bin/true", nil, nil)))
            #expect(isRefused(fcntl(output, F_SETFD, 0)))
            var child = pid_t()
            #expect(unsafe posix_spawn(&child, "/bin/true", nil, nil, nil, nil) == EPERM)
            let code = unsafe mmap(
                nil, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            #expect(unsafe code == UnsafeMutableRawPointer(bitPattern: -1) && errno == EPERM)
            #expect(unsafe dlopen("libutil.so.1", RTLD_NOW) == nil || dlopen("libcrypt.so.1", RTLD_NOW) == nil)
            exit(7)
        }
    }

    @Test func `still computes, has threads, clocks and what was open`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            let (stream, end) = try MessageStream.pair()
            let far = MessageStream(end)
            let memory = try SharedMemory(SharedMemory.reserve(), size: 4096).part(at: 0, count: 8, of: Int.self)
            try Confinement.begin()
            try stream.send([1, 2, 3])
            #expect(try far.receive(.seconds(60)) == [1, 2, 3])
            memory[3] = 4
            #expect(memory.array().reduce(0, +) == 4)
            #expect((0..<1000).map { "\($0)" }.joined().count == 2890)
            #expect(ContinuousClock.now - ContinuousClock.now < .seconds(1))
            var thread = pthread_t()
            #expect(unsafe pthread_create(&thread, nil, { _ in nil }, nil) == 0)
            unsafe pthread_join(thread, nil)
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
    @Test func `is ended past its processor time`() async {
        await #expect(processExitsWith: .signal(SIGXCPU)) {
            try Confinement.limit(cpuTime: .seconds(1))
            var number = UInt64(getpid())
            while number != 0 { number = number &* 6_364_136_223_846_793_005 | 1 }
        }
    }

    @Test func `has no more address space than that`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            try Confinement.limit(addressSpace: 64 << 30)
            let mapped = unsafe mmap(
                nil, 100 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
            #expect(unsafe mapped == UnsafeMutableRawPointer(bitPattern: -1) && errno == ENOMEM)
            exit(7)
        }
    }
}
