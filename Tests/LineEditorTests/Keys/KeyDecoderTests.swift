import Testing

@testable import LineEditor
@testable import TestTerminal

struct KeyDecoderTests {
  @Test(
    arguments: [
      ("a", [Key(.scalar("a"))]), ("é", [Key(.scalar("é"))]), ("日", [Key(.scalar("日"))]),
      ("👍🏽", [Key(.scalar("👍")), Key(.scalar("\u{1F3FD}"))]),
      ("e\u{301}", [Key(.scalar("e")), Key(.scalar("\u{301}"))]),
      ("\r", [Key(.enter)]), ("\n", [Key(.enter)]), ("\t", [Key(.tab)]),
      ("\u{7F}", [Key(.backspace)]), ("\u{8}", [Key(.backspace)]),
      ("\0", [.control("@")]), ("\u{1}", [.control("a")]), ("\u{1A}", [.control("z")]),
      ("\u{1C}", [.control("\\")]), ("\u{1D}", [.control("]")]), ("\u{1F}", [.control("_")]),
      ("\u{1B}", [Key(.escape)]), ("\u{1B}\u{1B}", [Key(.escape), Key(.escape)]),
      ("\u{1B}\u{1B}\u{1B}", [Key(.escape), Key(.escape), Key(.escape)]),
      ("\u{1B}f", [.alt("f")]), ("\u{1B}é", [.alt("é")]), ("\u{1B}\r", [Key(.enter, .alt)]),
      ("\u{1B}\u{7F}", [Key(.backspace, .alt)]),
      ("\u{1B}\u{1}", [Key(.scalar("a"), [.alt, .control])]),
      ("\u{1B}[", [.alt("[")]), ("\u{1B}O", [.alt("O")]), ("\u{1B}P", [.alt("P")]),
      ("\u{1B}_", [.alt("_")]), ("\u{1B}_\u{1B}_", [.alt("_"), .alt("_")]),
      ("\u{1B}_\u{1B}", [.alt("_"), Key(.escape)]), ("\u{1B}]\r", [.alt("]"), Key(.enter)]),
      ("\u{1B}\u{1B}f", [Key(.escape), .alt("f")]),
      ("\u{1B}\u{1B}[", [Key(.escape), .alt("[")]),
    ])
  func `typed bytes are keys`(bytes: String, keys: [Key]) {
    #expect(Keyboard.keys(Array(bytes.utf8)) == keys)
  }

  /// As xterm, rxvt, the Linux console, tmux, screen and PuTTY send them.
  @Test(
    arguments: [
      ("[A", Key(.up)), ("[B", Key(.down)), ("[C", Key(.right)), ("[D", Key(.left)),
      ("OA", Key(.up)), ("OB", Key(.down)), ("OC", Key(.right)), ("OD", Key(.left)),
      ("[H", Key(.home)), ("[F", Key(.end)), ("OH", Key(.home)), ("OF", Key(.end)),
      ("[1~", Key(.home)), ("[4~", Key(.end)), ("[7~", Key(.home)), ("[8~", Key(.end)),
      ("[2~", Key(.insert)), ("[3~", Key(.delete)), ("[5~", Key(.pageUp)),
      ("[6~", Key(.pageDown)), ("[Z", Key(.tab, .shift)),
      ("[1;2A", Key(.up, .shift)), ("[1;3B", Key(.down, .alt)), ("[1;5C", Key(.right, .control)),
      ("[1;6D", Key(.left, [.control, .shift])), ("[1;8H", Key(.home, [.control, .alt, .shift])),
      ("[1;9D", Key(.left, .alt)), ("[3;5~", Key(.delete, .control)),
      ("[3;3~", Key(.delete, .alt)), ("[;5C", Key(.right, .control)),
      ("[5C", Key(.right, .control)),
      ("[3^", Key(.delete, .control)), ("[3$", Key(.delete, .shift)),
      ("[7@", Key(.home, [.control, .shift])), ("[a", Key(.up, .shift)),
      ("[d", Key(.left, .shift)), ("Oa", Key(.up, .control)), ("Od", Key(.left, .control)),
      ("\u{1B}[A", Key(.up, .alt)), ("\u{1B}OA", Key(.up, .alt)),
      ("\u{1B}[3~", Key(.delete, .alt)), ("O5C", Key(.right, .control)),
      ("OP", Key(.function(1))), ("OS", Key(.function(4))), ("[11~", Key(.function(1))),
      ("[15~", Key(.function(5))), ("[17~", Key(.function(6))), ("[21~", Key(.function(10))),
      ("[24~", Key(.function(12))), ("[34~", Key(.function(20))), ("[[A", Key(.function(1))),
      ("[[E", Key(.function(5))), ("[1;5P", Key(.function(1), .control)),
      ("OM", Key(.enter)), ("Oj", Key(.scalar("*"))), ("Op", Key(.scalar("0"))),
      ("Oy", Key(.scalar("9"))),
      ("[97;5u", .control("a")), ("[65;6u", Key(.scalar("a"), [.control, .shift])),
      ("[97;2u", Key(.scalar("A"))), ("[13;3u", Key(.enter, .alt)), ("[27u", Key(.escape)),
      ("[127;5u", Key(.backspace, .control)), ("[27;5;13~", Key(.enter, .control)),
      ("[27;2;9~", Key(.tab, .shift)),
    ])
  func `a sequence is one key`(sequence: String, key: Key) {
    let bytes = [0x1B] + Array(sequence.utf8)
    #expect(Keyboard.keys(bytes) == [key])
    // Nothing of it waits, and what comes behind it is by itself.
    #expect(Keyboard.keys(bytes + Array("x".utf8), thenPause: false) == [key, Key(.scalar("x"))])
  }

  @Test(
    arguments: [
      "\u{1B}[?1;2c", "\u{1B}[>0;276;0c", "\u{1B}[24;80R", "\u{1B}[I", "\u{1B}[O",
      "\u{1B}[99~", "\u{1B}[201~", "\u{1B}[?2026;2$y", "\u{1B}[1:2A", "\u{1B}[0u",
      "\u{1B}[99999999999999999999u", "\u{1B}[55296u", "\u{1B}[133u", "\u{1B}Oz", "\u{1B}[[Z",
      "\u{1B}[<0;10;10M", "\u{1B}[M !!", "\u{1B}[ q", "\u{1B}[1 @",
      "\u{1B}]11;rgb:0000/0000/0000\u{7}", "\u{1B}]11;rgb:0000/0000/0000\u{1B}\\",
      "\u{1B}P1$r0m\u{1B}\\", "\u{1B}_Gi=1;OK\u{1B}\\", "\u{1B}^x\u{1B}\\", "\u{1B}Xx\u{7}",
      "\u{1B}[" + String(repeating: "1;", count: 500) + "A",
    ])
  func `what is not known is swallowed whole`(sequence: String) {
    let bytes = Array(sequence.utf8)
    let keys = Keyboard.keys(bytes + Array("x".utf8), thenPause: false)
    #expect(keys == [Key(.scalar("x"))])
  }

  @Test(
    arguments: [
      ("\u{1B}[1;\u{3}", [.control("c")]), ("\u{1B}]52;c;\u{3}", [.control("c")]),
      ("\u{1B}[\r", [Key(.enter)]), ("\u{1B}[1\u{1B}[A", [Key(.up)]),
      ("\u{1B}[1é", [Key(.scalar("é"))]), ("\u{1B}O\u{3}", [.control("c")]),
      ("\u{1B}[M\u{3}", [.control("c")]), ("\u{1B}]x\u{1B}[A", [Key(.up)]),
      ("\u{1B}[[\u{3}", [.control("c")]),
    ] as [(String, [Key])])
  func `a control breaks a sequence off`(bytes: String, keys: [Key]) {
    #expect(Keyboard.keys(Array(bytes.utf8)) == keys)
  }

  @Test(
    arguments: [
      [0x80], [0xBF], [0xC0], [0xC1, 0xBF], [0xF5], [0xFF], [0xE2, 0x82, 0x61], [0xE2, 0x28, 0xA1],
      [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE0, 0x80, 0xAF], [0xF0, 0x9F, 0x91, 0x61],
      [0xF0, 0x9F, 0xF0, 0x9F, 0x91, 0x8D], [0xC3, 0xC3, 0xA9], [0xF0, 0x80, 0x80, 0x80],
    ] as [[UInt8]])
  func `ill-formed bytes are what the standard library makes of them`(bytes: [UInt8]) {
    let expected = String(decoding: bytes, as: UTF8.self).unicodeScalars.map { Key(.scalar($0)) }
    #expect(Keyboard.keys(bytes) == expected)
  }

  @Test func `an escape breaks off a scalar`() {
    #expect(Keyboard.keys([0xE2, 0x82, 0x1B, 0x5B, 0x41]) == [Key(.scalar("\u{FFFD}")), Key(.up)])
  }

  @Test(
    arguments: [
      ("select 1;", "select 1;"), ("a\r\nb\rc\nd", "a\nb\nc\nd"), ("", ""), ("\t x", "\t x"),
      ("\u{1B}[31mred\u{3}\u{7}", "\u{1B}[31mred\u{3}\u{7}"), ("\u{1B}[20", "\u{1B}[20"),
      ("\u{1B}[200~", "\u{1B}[200~"), ("a\0b", "a\u{FFFD}b"), ("日本\u{1B}", "日本\u{1B}"),
      ("\u{1B}[\u{1B}[20\u{1B}[", "\u{1B}[\u{1B}[20\u{1B}["),
    ])
  func `a paste is text, whatever it holds`(sent: String, text: String) {
    let bytes = Array((KeyScript.paste(sent) + "x").utf8)
    #expect(Keyboard.keys(bytes) == [Key(.paste(text)), Key(.scalar("x"))])
  }

  @Test func `ill-formed bytes of a paste are replaced`() {
    let bytes = Array("\u{1B}[200~a".utf8) + [0xFF, 0xE2] + Array("\u{1B}[201~".utf8)
    #expect(Keyboard.keys(bytes) == [Key(.paste("a\u{FFFD}\u{FFFD}"))])
  }

  @Test(arguments: [(0, false), (1, true), (500_000, true)])
  func `a paste that is too long is refused whole`(over: Int, isRefused: Bool) {
    let text = String(repeating: "x", count: KeyDecoder.longestPaste + over)
    let keys = Keyboard.keys(Array((KeyScript.paste(text) + "y").utf8))
    #expect(keys == [Key(isRefused ? .oversizedPaste : .paste(text)), Key(.scalar("y"))])
  }

  @Test func `a paste without an end is left by Ctrl-C after a pause`() {
    var decoder = KeyDecoder()
    var keys: [Key] = []
    for byte in "\u{1B}[200~abc\u{3}".utf8 { decoder.take(byte, into: &keys) }
    #expect(keys.isEmpty)
    #expect(decoder.isWaiting)
    decoder.timeOut(into: &keys)
    #expect(keys.isEmpty)
    #expect(!decoder.isWaiting)
    for byte in "\u{3}x".utf8 { decoder.take(byte, into: &keys) }
    #expect(keys == [.control("c"), Key(.scalar("x"))])
  }

  @Test func `only what may mean something by itself is waited for`() {
    for (bytes, isWaiting) in [
      ("", false), ("a", false), ("\u{1B}", true), ("\u{1B}[", true), ("\u{1B}[1", false),
      ("\u{1B}O", true), ("\u{1B}]", true), ("\u{1B}]1", false), ("\u{1B}]1\u{1B}", true),
      ("\u{1B}[A", false), ("\u{1B}[[", true), ("\u{1B}[M", true), ("\u{1B}[M!!!", false),
    ] {
      var decoder = KeyDecoder()
      var keys: [Key] = []
      for byte in bytes.utf8 { decoder.take(byte, into: &keys) }
      #expect(decoder.isWaiting == isWaiting, "\(bytes.debugDescription)")
      decoder.timeOut(into: &keys)
      #expect(!decoder.isWaiting, "\(bytes.debugDescription)")
    }
  }

  /// The decoder takes single bytes, so the only division that could matter is where nothing is waited
  /// for: time may pass there without a change.
  @Test(arguments: 0..<200)
  func `a pause where nothing waits changes nothing`(seed: Int) {
    var generator = Seeded(seed)
    let pieces =
      KeyScript.named.values.sorted()
      + [
        "a", "é", "日", "👩‍👩‍👧", "\u{1B}f", "\u{1}", KeyScript.paste("x\ny"), "\u{1B}[99;1X",
        "\u{1B}]0;t\u{7}",
      ]
    let bytes = (0..<40).flatMap { _ in Array(pieces.randomElement(using: &generator)!.utf8) }
    var decoder = KeyDecoder()
    var keys: [Key] = []
    for byte in bytes {
      decoder.take(byte, into: &keys)
      if !decoder.isWaiting, Bool.random(using: &generator) { decoder.timeOut(into: &keys) }
    }
    decoder.timeOut(into: &keys)
    #expect(keys == Keyboard.keys(bytes))
  }
}
