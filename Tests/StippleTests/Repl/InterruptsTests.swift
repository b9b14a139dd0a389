import Foundation
import Synchronization
import Testing

@testable import stipple

/// Signals, each test in a process of its own, since they are the process's.
struct InterruptsTests {
  @Test func `Ctrl-C sets the flag and makes the call, and nothing else`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      Interrupts.install()
      guard !Interrupts.pending else { exit(10) }
      let calls = Calls()
      Interrupts.onInterrupt { calls.count.add(1, ordering: .relaxed) }
      // To the process, as a terminal sends it: this thread may not take signals.
      kill(getpid(), SIGINT)
      guard calls.reach(1), Interrupts.pending else { exit(11) }
      Interrupts.onInterrupt(nil)
      Interrupts.clear()
      guard !Interrupts.pending else { exit(12) }
      kill(getpid(), SIGINT)
      while !Interrupts.pending { usleep(1000) }
      exit(calls.reach(2) ? 13 : 0)
    }
  }

  /// Counts what a handler calls.
  private final class Calls: Sendable {
    let count = Atomic<Int>(0)

    /// Waits a while for so many calls.
    func reach(_ wanted: Int) -> Bool {
      for _ in 0..<200 where count.load(ordering: .relaxed) < wanted { usleep(1000) }
      return count.load(ordering: .relaxed) >= wanted
    }
  }

  @Test func `Ctrl-C at the prompt drops what is typed and prompts again`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      Interrupts.install()
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else { exit(10) }
      let writeEnd = ends[1]
      @Sendable func type(_ text: String) {
        _ = text.withCString { write(writeEnd, $0, strlen($0)) }
      }
      let typist = Thread {
        type("select\n")
        usleep(100_000)
        kill(getpid(), SIGINT)
        usleep(100_000)
        type("select 2;\n")
        close(writeEnd)
      }
      typist.start()
      let fake = FakeEngine()
      let output = Destination(memoryAsTerminal: true)
      let repl = Repl(
        engine: fake.engine, settings: .init(mode: .tsv), input: ends[0], isInteractive: true,
        output: output, errors: Destination(memoryAsTerminal: true))
      guard repl.run() == .ok else { exit(11) }
      guard fake.executed == ["select 2;"] else { exit(12) }
      let text = String(decoding: output.contents, as: UTF8.self)
      exit(text == "stipple>     ...> \nstipple> n\n0\n1\nstipple> \n" ? 0 : 13)
    }
  }

  @Test func `Ctrl-C in a query ends the query and not the session`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      Interrupts.install()
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else { exit(10) }
      let writeEnd = ends[1]
      @Sendable func type(_ text: String) {
        _ = text.withCString { write(writeEnd, $0, strlen($0)) }
      }
      let typist = Thread {
        type("wait;\nselect 2;\n")
        usleep(100_000)
        kill(getpid(), SIGINT)
        usleep(100_000)
        close(writeEnd)
      }
      typist.start()
      let fake = FakeEngine()
      let errors = Destination(memoryAsTerminal: true)
      let repl = Repl(
        engine: fake.engine, settings: .init(mode: .tsv, timer: false), input: ends[0],
        isInteractive: true, output: Destination(memoryAsTerminal: true), errors: errors)
      guard repl.run() == .ok else { exit(11) }
      guard fake.executed == ["wait;", "select 2;"] else { exit(12) }
      let text = String(decoding: errors.contents, as: UTF8.self)
      exit(text == "error: interrupted\n2 rows\n" ? 0 : 13)
    }
  }

  @Test func `Ctrl-C in a script that waits ends it with 130`() async {
    await #expect(processExitsWith: .exitCode(130)) {
      Interrupts.install()
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else { exit(10) }
      let typist = Thread {
        usleep(100_000)
        kill(getpid(), SIGINT)
      }
      typist.start()
      let repl = Repl(
        engine: FakeEngine().engine, settings: .init(mode: .tsv), input: ends[0],
        isInteractive: false, output: Destination(memoryAsTerminal: false),
        errors: Destination(memoryAsTerminal: false))
      exit(repl.run().rawValue)
    }
  }
}
