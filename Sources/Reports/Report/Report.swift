/// What is told of a session, a client, a month …, as a value: what prints it decides how it looks.
///
/// A report is made from a store at a moment and from nothing else, neither this machine's clock nor
/// the program's version, so that it says the same whenever it is made again.
public struct Report: Hashable, Sendable {
  /// What `stipple report` calls it: `session`.
  public var name: String
  /// Its title: `Session S1`.
  public var title: String
  /// What stands at its head.
  public var facts: [ReportFact]
  /// Its parts under their own heads.
  public var sections: [ReportSection]
  /// Of which moment it is, and what it was made from.
  public var certificate: Certificate

  /// A report by its parts.
  public init(
    name: String, title: String, facts: [ReportFact], sections: [ReportSection],
    certificate: Certificate
  ) {
    self.name = name
    self.title = title
    self.facts = facts
    self.sections = sections
    self.certificate = certificate
  }
}

/// One thing that is so, under a name: `practitioner`, `U2`.
public struct ReportFact: Hashable, Sendable {
  /// What is told.
  public var label: String
  /// What is so.
  public var value: String

  /// A value under a name.
  public init(_ label: String, _ value: String) {
    self.label = label
    self.value = value
  }

  /// A value under a name, or that it was not recorded.
  ///
  /// What nobody recorded is never told as none.
  public init(_ label: String, recorded value: String?) {
    self.init(label, value ?? Self.notRecorded)
  }

  /// What stands where nothing was recorded.
  public static let notRecorded = "not recorded"
}

/// A part of a report under its own head.
public struct ReportSection: Hashable, Sendable {
  /// Its head.
  public var title: String
  /// What is to be known to read it.
  public var note: String?
  /// What it holds, in order.
  public var parts: [ReportPart]

  /// A section by its parts.
  public init(_ title: String, note: String? = nil, parts: [ReportPart]) {
    self.title = title
    self.note = note
    self.parts = parts
  }
}

/// What a section holds.
public enum ReportPart: Hashable, Sendable {
  /// A head over what follows, under that of the section.
  case heading(String)
  /// A few sentences.
  case paragraph(String)
  /// Values under their names.
  case facts([ReportFact])
  /// Rows.
  case table(ReportTable)
  /// A drawing, which has a form in text as well.
  case figure(ReportFigure)
  /// Entries of the log, with what they said before they were amended.
  case entries([ReportEntry])
}

/// A drawing of a report.
public enum ReportFigure: Hashable, Sendable {
  /// Bars in groups.
  case bars(BarChart)
  /// Lanes over time.
  case timeline(Timeline)
  /// A face with what was done to its zones.
  case face(FaceMap)
}
