import Clinic
import ClinicStore
import EventLog
import Records
import Testing

@testable import Reports

/// The digests of a certificate.
@Suite struct RowDigestTests {
  private func digest(_ lines: String...) -> Certificate.Digest {
    var digest = RowDigest("rows")
    for line in lines { digest.add(line: line) }
    return digest.finished()
  }

  private func digest(of clients: Client...) -> String {
    var digest = RowDigest("clients")
    for client in clients { digest.add(Client.recordType, client.encoded().span.bytes) }
    return digest.finished().sha256
  }

  @Test func `it is that of sha256sum over the lines`() {
    // printf '' | sha256sum; printf 'a\n' | sha256sum; printf 'a\nb\n' | sha256sum
    #expect(
      digest().sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      digest("a").sha256 == "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7")
    let two = digest("a", "b")
    #expect(two.sha256 == "911169ddaaf146aff539f58c26c489af3b892dff0fe283c1c264c65ae5aa59a2")
    #expect(two.rows == 2)
    #expect(two.name == "rows")
  }

  @Test func `a row is its canonical JSON without personal fields`() {
    var client = Client(id: "C1")
    client.name = "Jo"
    client.bornOn = CalendarDate(iso: "1984-07-19")
    client.allergies = [Allergy(substance: "lidocaine", class: .amide, reaction: "rash")]
    client.pregnancy = .no
    var text = JSONText()
    let record = client.encoded()
    Client.recordType.json(
      of: RecordView(trusting: record.span.bytes), into: &text, .withoutPersonal)
    #expect(!text.string.contains("Jo"))
    #expect(!text.string.contains("1984"))
    #expect(!text.string.contains("lidocaine"))
    #expect(text.string.contains(#""allergies":[{"class":"amide"}]"#))
    #expect(text.string.contains(#""pregnancy":"no""#))
    var line = RowDigest("clients")
    line.add(line: text.string)
    #expect(line.finished().sha256 == digest(of: client))
  }

  @Test func `a personal field changes nothing, any other does`() {
    var client = Client(id: "C1")
    client.name = "Jo"
    let first = digest(of: client)
    client.name = "Somebody Else"
    client.phone = "+44 1632 960001"
    #expect(digest(of: client) == first)
    client.pregnancy = .nursing
    #expect(digest(of: client) != first)
  }
}
