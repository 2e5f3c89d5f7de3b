// Invariants:
// 1. Calls that are refused touch nothing; what those that are not would do harms nobody.
import Glibc

/// Calls that a confined process must not be able to make, and others that tests make.
enum SystemCall {
    /// Names of those that do anything but fail with EPERM.
    static func allThatWork(_ descriptor: Int32) -> [String] {
        let file = "/tmp/genome-lua-confined"
        var words: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
        var child = pid_t()
        let calls: [(String, () -> Int32)] = [
            ("open for reading", { unsafe open("/etc/passwd", O_RDONLY) }),
            ("open for writing", { unsafe open(file, O_WRONLY | O_CREAT, 0o600) }),
            ("openat", { unsafe openat(AT_FDCWD, "/proc/self/mem", O_RDWR) }),
            ("unlink", { unsafe unlink(file) }),
            ("socket of the internet", { socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }),
            ("socket of the system", { socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0) }),
            ("kill its parent", { kill(getppid(), 0) }),
            ("kill all", { kill(-1, 0) }),
            ("execve", { unsafe execve("/bin/true", &words, &words) }),
            ("fcntl", { fcntl(descriptor, F_SETFD, 0) }),
            ("mmap of code", { maps(bytes: 4096, PROT_READ | PROT_WRITE | PROT_EXEC) ? 0 : -1 }),
        ]
        var working = calls.filter { $0.1() >= 0 || errno != EPERM }.map(\.0)
        if unsafe posix_spawn(&child, "/bin/true", nil, nil, &words, &words) != EPERM { working.append("posix_spawn") }
        return working
    }

    static func opens(_ path: String) -> Int32 { unsafe open(path, O_RDONLY) }

    /// Whether a byte can be read from what is open.
    static func reads(_ descriptor: Int32) -> Bool {
        var byte: UInt8 = 0
        return unsafe pread(descriptor, &byte, 1, 0) == 1 && read(descriptor, &byte, 1) == 1
    }

    /// Whether it can be asked what is open.
    static func looks(at descriptor: Int32) -> Bool {
        var status = stat()
        return unsafe fstat(descriptor, &status) == 0
    }

    /// Whether it can be asked what there is.
    static func looks(at path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0
    }

    /// Whether a new thread runs.
    static func runsThread() -> Bool {
        var thread = pthread_t()
        guard unsafe pthread_create(&thread, nil, { _ in nil }, nil) == 0 else { return false }
        return pthread_join(thread, nil) == 0
    }

    /// From now on this process opens no descriptor.
    static func openNoMoreDescriptors() {
        var limit = rlimit(rlim_cur: 3, rlim_max: 3)
        precondition(unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
    }

    /// Whether there are so many bytes to be mapped.
    static func maps(bytes: Int, _ protection: Int32) -> Bool {
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | Int32(MAP_NORESERVE)
        return unsafe mmap(nil, bytes, protection, flags, -1, 0) != UnsafeMutableRawPointer(bitPattern: -1)
    }
}
