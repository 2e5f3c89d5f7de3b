/// Storage for a number of networks.
package protocol SlotBank: AnyObject, Sendable {
    var slots: Int { get }
}

/// Which network of a bank each lane of a group runs.
package final class LaneNetworks<Bank: SlotBank>: Sendable {
    package let bank: Bank
    let slots: Buffer<Int32>

    /// - Parameter capacity: Lanes; all of slot 0 at first.
    package init(bank: Bank, capacity: Int) {
        self.bank = bank
        slots = Buffer(repeating: 0, count: capacity)
    }

    package var capacity: Int { slots.count }

    /// The slot of a lane's network, in `0 ..< bank.slots`.
    package subscript(lane: Int) -> Int {
        get { Int(slots[lane]) }
        set {
            precondition(newValue >= 0 && newValue < bank.slots, "slot \(newValue) of \(bank.slots)")
            slots[lane] = Int32(newValue)
        }
    }
}
