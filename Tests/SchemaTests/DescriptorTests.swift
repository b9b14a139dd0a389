import Clinic
import Records
import Testing

/// What the generated descriptions say of their fields.
@Suite struct DescriptorTests {
  /// A field and where it is: `medical-history-taken.medications.name`.
  private struct Place {
    var path: String
    var field: Field
  }

  /// Every field of every event and table, those inside structures too.
  private static let places: [Place] = {
    var places: [Place] = []
    func walk(_ type: RecordType, _ path: String) {
      for field in type.fields {
        let path = "\(path).\(field.name)"
        places.append(Place(path: path, field: field))
        switch field.kind {
        case .structure(let inner), .list(.structure(let inner)): walk(inner, path)
        default: break
        }
      }
    }
    for type in EventType.all { walk(type.record, type.name) }
    for table in TableType.all { walk(table.record, table.name) }
    return places
  }()

  @Test func `every field has a summary that is a sentence`() {
    #expect(Self.places.count > 500)
    for place in Self.places {
      #expect(place.field.summary.count > 3, "\(place.path)")
      #expect(place.field.summary.hasSuffix("."), "\(place.path)")
    }
    for type in EventType.all { #expect(type.record.summary.hasSuffix("."), "\(type.name)") }
    for table in TableType.all { #expect(table.record.summary.hasSuffix("."), "\(table.name)") }
  }

  /// The fields that the catalogue marks †, by hand; the word after the type may be dotted into a
  /// structure.
  private static let personal: [String: [String]] = [
    "client-registered": ["name", "born_on", "phone", "email", "emergency_contact"],
    "client-details-changed": ["name", "born_on", "phone", "email", "emergency_contact"],
    "skin-assessed": ["note"],
    "contraindication-cleared": ["reason"],
    "consent-given": ["guardian"],
    "consent-withdrawn": ["reason"],
    "course-ended": ["reason"],
    "booking-rescheduled": ["reason"],
    "booking-cancelled": ["reason"],
    "client-turned-away": ["reason"],
    "pre-treatment-checked": ["note"],
    "numbing-decided": ["note"],
    "treatment-paused": ["reason"],
    "treatment-resumed": ["reason"],
    "treatment-stopped": ["reason"],
    "session-abandoned": ["reason"],
    "aftercare-call-made": ["advice"],
    "follow-up-held": ["findings"],
    "adverse-event-resolved": ["sequelae"],
    // What was and is now may copy any † field.
    "entry-corrected": ["was", "now", "note"],
    "note-added": ["note"],
    // Not marked one by one there, but by "every free text is †" and "an `other` in words".
    "medical-history-taken": [
      "conditions", "medications.name", "allergies.substance", "allergies.reaction",
    ],
    "aftercare-given": ["other"],
    "adverse-event-reported": ["note", "suspects.other"],
    "adverse-event-followed-up": ["findings"],
    "blood-exposure-recorded": ["first_aid", "reported_to"],
    "device-fault-reported": ["fault"],
    "lot-quarantined": ["reason"],
    "lot-released": ["reason"],
    "lot-disposed": ["reason"],
    "credential-revoked": ["reason"],
    "record-exported": ["recipient"],
  ]

  @Test func `what the catalogue marks as personal is marked in the description`() throws {
    for (type, fields) in Self.personal {
      for field in fields {
        let path = "\(type).\(field)"
        let place = try #require(Self.places.first { $0.path == path }, "no such field: \(path)")
        #expect(place.field.isPersonal, "\(path)")
      }
    }
  }

  @Test func `every free text and every other in words is personal`() {
    for place in Self.places {
      let isFreeText = place.field.limits.form == .text
      var isOther = false
      if case .text = place.field.kind {
        isOther = place.field.name == "other" || place.field.name.hasSuffix("_other")
      }
      if isFreeText || isOther { #expect(place.field.isPersonal, "\(place.path)") }
    }
  }

  @Test func `nothing that a rule or a join asks by is personal`() {
    // Sealed values cannot be compared, so an id, a word or a code that is † would be lost to them.
    for place in Self.places where place.field.isPersonal {
      #expect(place.field.refers == nil && place.field.defines == nil, "\(place.path)")
      #expect(!place.field.isIndexed, "\(place.path)")
      if case .enumeration = place.field.kind { Issue.record("\(place.path) is a word and †") }
    }
  }

  @Test func `a reference names a known kind and holds what that kind is named by`() {
    let parts: Set = ["cartridge", "adverse_event"]
    let known = parts.union(StreamKind.names).union(["position"])
    for place in Self.places {
      if let defines = place.field.defines { #expect(parts.contains(defines), "\(place.path)") }
      guard let refers = place.field.refers else { continue }
      #expect(known.contains(refers), "\(place.path) refers to \(refers)")
      switch place.field.kind {
      case .integer: #expect(refers == "position", "\(place.path)")
      case .text, .list(.text):
        #expect(refers != "position" && place.field.limits.form == .id, "\(place.path)")
      default: Issue.record("\(place.path) cannot name a \(refers)")
      }
    }
  }

  @Test func `every number has its limits`() {
    for type in EventType.all {
      for place in Self.places where place.path.hasPrefix(type.name + ".") {
        switch place.field.kind {
        case .integer, .decimal:
          let limits = place.field.limits
          #expect(limits.minimum != nil && limits.maximum != nil, "\(place.path)")
        default: break
        }
      }
    }
  }
}
