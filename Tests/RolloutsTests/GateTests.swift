import Foundation
import Synchronization
import Testing

@testable import Rollouts

@Suite struct `A gate` {
    @Test func `that is open lets one pass, at once`() {
        let gate = Gate()
        for _ in 0..<3 {
            gate.open()
            gate.pass()
        }
    }

    @Test(arguments: [0, 0.02]) func `holds two threads in step, whether they watch or sleep`(pause: Double) {
        let (there, back) = (Gate(), Gate())
        let number = Mutex(0)
        let rounds = pause == 0 ? 20_000 : 20
        let thread = Thread {
            for _ in 0..<rounds {
                there.pass()
                number.withLock { $0 += 1 }
                if pause > 0 { Thread.sleep(forTimeInterval: pause) }
                back.open()
            }
        }
        thread.start()
        for round in 0..<rounds {
            there.open()
            back.pass()
            #expect(number.withLock { $0 } == round + 1)
            if pause > 0 { Thread.sleep(forTimeInterval: pause) }
        }
    }
}
