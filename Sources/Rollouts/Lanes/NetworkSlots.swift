import Kernels

/// Which slots of a bank are free, and how many use each of the others.
struct NetworkSlots {
    private let users: Buffer<Int32>
    /// Begins with the `freeCount` free slots.
    private let free: Buffer<Int32>
    private var freeCount = 0

    /// All are free.
    init(count: Int) {
        users = Buffer(repeating: 0, count: count)
        free = Buffer(repeating: 0, count: count)
        freeAll()
    }

    /// A free slot, which has one user from now on.
    mutating func take() -> Int {
        precondition(freeCount > 0, "more networks than slots")
        freeCount -= 1
        let slot = Int(free[freeCount])
        users[slot] = 1
        return slot
    }

    /// Adds a user to a slot that has some.
    func join(_ slot: Int) { users[slot] += 1 }

    /// Takes a user from a slot; without any, it is free.
    mutating func leave(_ slot: Int) {
        users[slot] -= 1
        guard users[slot] == 0 else { return }
        free[freeCount] = Int32(slot)
        freeCount += 1
    }

    mutating func freeAll() {
        freeCount = free.count
        for slot in 0..<freeCount { free[slot] = Int32(freeCount - 1 - slot) }
    }
}
