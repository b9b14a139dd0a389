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
    let outcome = Outcome()
    _ = SideWork { outcome.value.store((0..<100_000).reduce(0, &+), ordering: .releasing) }
    #expect(outcome.value.load(ordering: .acquiring) != 0)
  }

  @Test(arguments: [0, 1, 2, 30], [(1, false), (1, true), (2, false), (3, true)])
  func `pieces come in their order, whether on threads or not`(
    count: Int, how: (depth: Int, isSmall: Bool)
  ) {
    func squares() -> WorkAhead<Int> {
      var pieces = (0..<count).makeIterator()
      return WorkAhead(depth: how.depth) {
        pieces.next().map { piece in SideWork(isSmall: how.isSmall) { piece * piece } }
      }
    }
    var ahead = squares()
    var made: [Int] = []
    while let square = ahead.take() { made.append(square) }
    #expect(made == (0..<count).map { $0 * $0 })
    #expect(ahead.take() == nil)
    #expect(squares().rest() == made)
  }

  private final class Outcome: Sendable {
    let value = Atomic(0)
  }
}
