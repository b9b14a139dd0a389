import Clinic
import EventLog
import Testing

@Suite struct StreamNameTests {
  @Test(arguments: [
    ("session/S1", StreamName.stream(StreamID(.session, "S1"))),
    ("client/C1042", .stream(StreamID(.client, "C1042"))),
    ("lot/a.b_c:d-e", .stream(StreamID(.lot, "a.b_c:d-e"))),
    ("protocol/R1", .stream(StreamID(.protocol, "R1"))),
    ("session/new", .new(.session)),
  ])
  func `a stream is written as its kind and its id`(_ text: String, _ name: StreamName) throws {
    #expect(try StreamName(parsing: text) == name)
    if case .stream(let stream) = name { #expect(stream.text == text) }
  }

  @Test(arguments: [
    "", "session", "/", "session/", "/S1", "sesion/S1", "Session/S1", "session/S 1", "session/é",
    "session/NEW", "session/New", "session/S1/2", "session/" + String(repeating: "x", count: 65),
  ])
  func `what is no stream is refused with a hint`(_ text: String) {
    #expect {
      _ = try StreamName(parsing: text)
    } throws: { error in
      guard let error = error as? StreamNameError else { return false }
      return !error.message.isEmpty && error.hint != nil
    }
  }

  @Test func `a kind misspelled is suggested`() {
    #expect {
      _ = try StreamName(parsing: "sesion/S1")
    } throws: {
      ($0 as? StreamNameError)?.hint == "did you mean session?"
    }
  }

  @Test func `every kind but the store numbers its own, with a letter of its own`() {
    let letters = StreamKind.allCases.compactMap(\.idPrefix)
    #expect(letters == ["C", "K", "B", "S", "P", "L", "D", "U", "R"])
    #expect(StreamKind.store.idPrefix == nil)
  }
}
