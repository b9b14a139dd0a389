import Synchronization
import Testing

@testable import ClinicStore

/// Work on a thread of its own.
@Suite struct SideWorkTests {
  @Test(arguments: [false, true])
  func `its result is what the work gave, as often as asked`(isSmall: Bool) {
    let work = SideWork(isSmall: isSmall) { (0..<1_000).reduce(0, +) }
    #expect(work.result() == 499_500)
    #expect(work.result() == 499_500)
  }

  @Test func `dropped, it has ended`() {
    let flag = Flag()
    _ = SideWork { flag.value.store((0..<100_000).reduce(0, &+), ordering: .releasing) }
    #expect(flag.value.load(ordering: .acquiring) != 0)
  }

  private final class Flag: Sendable {
    let value = Atomic(0)
  }
}
