import Foundation
import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `An output folder` {
    private let tool = Tool()

    @Test func `below a file is refused, and nothing is written`() throws {
        try tool.write("mine", to: "file")
        let message = """
            error: file: cannot create: Not a directory; a part of this path is a file where a folder must be

            """
        for output in ["file", "file/deeper"] {
            let outcome = try tool.run("run", "experiments/cartpole.lua", "--output", output)
            #expect(outcome == .init(status: 1, errors: message))
        }
        #expect(tool.names(in: ".") == ["file"])
    }

    @Test func `that cannot be written to is refused`() throws {
        let message = """
            error: /proc/outputs: cannot create: No such file or directory; check the path, and whether something was moved or deleted

            """
        let outcome = try tool.run("run", "experiments/cartpole.lua", "--output", "/proc/outputs")
        #expect(outcome == .init(status: 1, errors: message))
    }

    @Test(.disabled(if: Tool.sanitizer == "thread", "ThreadSanitizer's own files need the room"))
    func `without room for a run's first files keeps nothing of the run`() throws {
        // In units of 512 or 1024 bytes, by the shell.
        let outcome = try tool.shell("trap '' XFSZ; ulimit -f 0; genome-lua run experiments/cartpole.lua --name a")
        let message = """
            error: outputs/cartpole/a/run.json: cannot write: File too large; the file may not become larger here: \
            raise the limit (ulimit -f) or use another disk

            """
        #expect(outcome == .init(status: 1, errors: message))
        #expect(tool.names(in: "outputs/cartpole") == [])
    }

    @Test(.disabled(if: Tool.sanitizer == "thread", "ThreadSanitizer's own files need the room"))
    func `that fills up stops the run, which goes on when there is room`() throws {
        let arguments = "experiments/cartpole.lua --name a --generations 60 --set population_size=4 --quiet"
        let outcome = try tool.shell("trap '' XFSZ; ulimit -f 16; genome-lua run \(arguments)")
        #expect(outcome.status == 1 && outcome.output == "")
        let shape =
            #"error: outputs/cartpole/a/\S+: cannot write: File too large; the file may not become larger here: "#
            + #"raise the limit \(ulimit -f\) or use another disk\n"#
        #expect(try outcome.errors.hasShape(shape), "\(outcome.errors)")
        let record = try tool.record("outputs/cartpole/a")
        #expect(record["status"] as? String == "failed")
        #expect((record["message"] as? String).map { "error: \($0)\n" } == outcome.errors)
        #expect(!tool.names(in: "outputs/cartpole/a").contains { $0.hasPrefix(".writing") })
        #expect(try tool.shell("genome-lua run \(arguments) --resume") == .init(status: 0))
        let whole = arguments.replacing("--name a", with: "--name b")
        #expect(try tool.shell("genome-lua run \(whole)") == .init(status: 0))
        #expect(try tool.bytes("outputs/cartpole/a/checkpoint") == tool.bytes("outputs/cartpole/b/checkpoint"))
    }

    @Test(.disabled(if: Tool.sanitizer == "thread", "ThreadSanitizer's own files need the room"))
    func `without room for a run that goes on otherwise keeps nothing of it, and the other as it is`() throws {
        let arguments = "experiments/cartpole.lua --name a --quiet"
        #expect(try tool.shell("genome-lua run \(arguments) --generations 2") == .init(status: 0))
        let names = tool.names(in: "outputs/cartpole/a")
        let outcome = try tool.shell(
            "trap '' XFSZ; ulimit -f 0; genome-lua run \(arguments) --resume --set learning_rate=3 --generations 4")
        let message = """
            error: outputs/cartpole/a-2/checkpoint-start: cannot write: File too large; the file may not become larger \
            here: raise the limit (ulimit -f) or use another disk

            """
        #expect(outcome == .init(status: 1, errors: message))
        #expect(tool.names(in: "outputs/cartpole") == ["a"] && tool.names(in: "outputs/cartpole/a") == names)
    }

    private static let mayMount = (try? Tool().shell("mkdir x && mount -t tmpfs none x && umount x").status) == 0

    @Test(.enabled(if: mayMount, "needs the right to mount"))
    func `on a full disk is refused in one line`() throws {
        #expect(try tool.shell("mkdir small && mount -t tmpfs -o size=64k none small").status == 0)
        defer { _ = try? tool.shell("umount small") }
        #expect(try tool.shell("head -c 64k /dev/zero > small/zeros").status <= 1)
        let outcome = try tool.run("run", "experiments/cartpole.lua", "--output", "small", "--name", "a")
        let message = """
            error: small/cartpole/a/run.json: cannot write: No space left on device; free some space there and try again

            """
        #expect(outcome == .init(status: 1, errors: message))
        #expect(tool.names(in: "small/cartpole") == [])
    }

    @Test(.enabled(if: mayMount, "needs the right to mount"))
    func `on a disk that fills up keeps the last checkpoint`() throws {
        let script = Tool.endless.replacing("{ 8 }", with: "{ 256 }").replacing("100000000", with: "60")
        try tool.write(script, to: "filling.lua")
        #expect(try tool.shell("mkdir small && mount -t tmpfs -o size=2m none small").status == 0)
        defer { _ = try? tool.shell("umount small") }
        // Room for some checkpoints, but not for the events of all generations.
        let arguments = ["run", "filling.lua", "--output", "small", "--name", "a", "--quiet"]
        #expect(try tool.start(arguments + ["--generations", "3"]).wait() == .init(status: 0))
        let checkpoint = try tool.bytes("small/filling/a/checkpoint")
        #expect(try tool.shell("head -c 2m /dev/zero > small/zeros").status <= 1)
        let outcome = try tool.start(arguments + ["--resume", "--generations", "60"]).wait()
        let shape =
            #"error: small/filling/a/\S+: cannot write: No space left on device; free some space there and try again\n"#
        #expect(outcome.status == 1 && outcome.output == "")
        #expect(try outcome.errors.hasShape(shape), "\(outcome.errors)")
        #expect(try tool.bytes("small/filling/a/checkpoint") == checkpoint)
        #expect(!tool.names(in: "small/filling/a").contains { $0.hasPrefix(".writing") })
        try tool.remove("small/zeros")
        #expect(try tool.start(arguments + ["--resume", "--generations", "60"]).wait() == .init(status: 0))
        let whole = ["run", "filling.lua", "--name", "a", "--quiet"]
        #expect(try tool.start(whole).wait() == .init(status: 0))
        #expect(try tool.bytes("small/filling/a/checkpoint") == tool.bytes("outputs/filling/a/checkpoint"))
    }

    @Test(arguments: ["removed", "renamed"]) func `that goes away stops the run, and does not come back`(how: String)
        throws
    {
        let running = try tool.startEndless("--quiet")
        if how == "removed" {
            // The run may write a file while its folder is being emptied.
            _ = try tool.wait { (try? tool.remove("outputs")) != nil || !tool.exists("outputs") }
        } else {
            try FileManager.default.moveItem(atPath: tool.path("outputs"), toPath: tool.path("elsewhere"))
        }
        let outcome = try running.wait()
        #expect(outcome.output == "")
        let message = """
            error: outputs/endless/a: the run folder was removed or renamed while the run was working; nothing more can \
            be saved there

            """
        #expect(outcome == .init(status: 1, errors: message))
        #expect(!tool.exists("outputs"))
        guard how == "renamed" else { return }
        // What was moved is whole, and goes on where it is.
        let generation = try #require(try tool.record("elsewhere/endless/a")["generation"] as? Int)
        let resumed = try tool.start(
            ["run", "endless.lua", "--output", "elsewhere", "--name", "a", "--resume", "--quiet"]
                + ["--generations", "\(generation + 5)"]
        ).wait()
        #expect(resumed == .init(status: 0))
    }
}
