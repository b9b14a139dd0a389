/// A line that is no answer but asks the guide for something.
enum SpokenCommand: Equatable {
  case back, skip, leave, list, help
  /// What is to be corrected: nothing yet, a field, or `field=value`, each maybe after `@N`.
  case fix(String)
  case go(String)
  case note(String)

  /// The command in a line; nil if it is an answer.
  ///
  /// In free text only what could be nothing else is a command, so that `note the left cheek` or
  /// `go gently next time` can be said.
  init?(_ line: String, isFreeText: Bool) {
    let line = line.trimmingSpaces
    switch line {
    case "back": self = .back
    case "skip": self = .skip
    case "leave": self = .leave
    case "?": self = .list
    case "help": self = .help
    case "fix": self = .fix("")
    default:
      guard let space = line.firstIndex(of: " ") else { return nil }
      let rest = String(line[space...]).trimmingSpaces
      switch line[..<space] {
      case "fix" where !isFreeText || rest.contains("="): self = .fix(rest)
      case "go" where !isFreeText || VisitPlan.isStep(rest): self = .go(rest)
      case "note" where !isFreeText: self = .note(rest)
      default: return nil
      }
    }
  }

  /// What may be typed at any prompt.
  static let helpLines = [
    "  Enter         takes what stands in [brackets]",
    "  ?             lists what may be answered; a number or a beginning is enough",
    "  -             leaves an optional answer empty",
    "  back          to the question before, within the step",
    "  skip          passes the step over; it is named as missing at the close",
    "  fix           corrects what was recorded last: fix depth_mm=0.75, fix @58 lot=HA-8",
    "  go STEP       does another step now: go cleanse, go photo, go cartridge",
    "                also go pause, go resume, go stop, go adverse_event, go blood_exposure",
    "  note TEXT     adds a note to the session",
    "  leave         what was given stands, and the same command goes on (also Ctrl-D)",
    "  Ctrl-C        clears the line",
  ]
}
