import Glibc

/// A file descriptor, closed when the last reference to it goes. Children have it only where they are given it.
package final class Descriptor: Sendable {
    let number: Int32

    init(owning number: Int32) { self.number = number }

    /// One that this process was given as it began.
    package init(inherited number: Int32) { self.number = number }

    deinit { close(number) }
}
