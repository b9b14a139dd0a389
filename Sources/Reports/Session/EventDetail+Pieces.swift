extension EventDetail {
  /// What the event says, with what was corrected told apart from what took its place.
  var pieces: [ReportEntry.Piece] {
    var pieces: [ReportEntry.Piece] = []
    var plain = ""
    func close() {
      if !plain.isEmpty { pieces.append(.plain(plain)) }
      plain = ""
    }
    var afterChange = false
    for phrase in phrases {
      guard phrase.value != nil || phrase.isChanged else { continue }
      let isFirst = plain.isEmpty && pieces.isEmpty
      switch phrase.joint {
      case _ where isFirst: break
      case .colon: plain += ": "
      case .brackets: plain += " ("
      // After a changed value a space would not show where it ends.
      case .space where !afterChange: plain += " "
      case .space, .comma: plain += ", "
      }
      if !phrase.lead.isEmpty { plain += "\(phrase.lead) " }
      if phrase.isChanged {
        close()
        pieces.append(
          .changed(
            from: phrase.was ?? ReportFact.notRecorded, to: phrase.value ?? ReportFact.notRecorded)
        )
      } else {
        plain += phrase.value ?? ""
      }
      if phrase.joint == .brackets, !isFirst { plain += ")" }
      afterChange = phrase.isChanged
    }
    close()
    return pieces
  }
}
