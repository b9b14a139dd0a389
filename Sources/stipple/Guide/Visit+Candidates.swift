import Clinic
import ClinicStore
import EventLog
import Records

extension Visit {
  /// What an id of a field may name; nil if the field names nothing that is known.
  func candidates(
    for field: Field, _ category: ProductCategory?, _ type: EventType
  ) -> [Candidate]? {
    if case .list(.structure(let type)) = field.kind, type.name == Suspect.recordType.name {
      return suspects
    }
    return switch field.refers {
    case "lot": stock.candidates(category, at: now, on: day)
    case "product":
      stock.products.map { product in
        Candidate(
          id: product.id, about: product.name ?? "",
          isListed: category == nil || product.category == category)
      }
    case "device":
      stock.devices.map { device in
        let name = [device.make, device.model].compactMap(\.self).joined(separator: " ")
        let depth = device.maxDepthMm.map { "to \($0) mm" }
        let state = device.status == .withdrawn ? "withdrawn" : nil
        return Candidate(
          id: device.id, about: [name, depth, state].compactMap(\.self).joined(separator: ", "))
      }
    case "staff":
      staff.map {
        Candidate(
          id: $0.id,
          about: [$0.name, $0.role?.name].compactMap(\.self).joined(separator: ", "))
      }
    case "cartridge":
      (session?.cartridgeUses ?? []).map { use in
        Candidate(
          id: use.cartridge, about: "lot \(use.lot), to \(use.maxDepthMm) mm",
          isListed: use.discardedAt == nil)
      }
    case "course":
      courses.map { course in
        Candidate(
          id: course.id,
          about: [course.concern?.name, course.status?.name].compactMap(\.self)
            .joined(separator: ", "),
          isListed: course.status == .active)
      }
    case "booking":
      bookings.map { booking in
        Candidate(
          id: booking.id, about: booking.startsAt.map { zone.display($0) } ?? "",
          isListed: bookingsToday.contains { $0.id == booking.id })
      }
    default: nil
    }
  }

  /// What may be suspected of an adverse event, by its id: what the session used is listed, if it is
  /// known; anything else that the clinic treats with may be named.
  private var suspects: [Candidate] {
    let used = self.used
    func suspect(_ field: String, _ id: String, _ about: String) -> Candidate {
      let isListed = used.isEmpty || used[field]?.contains(id) == true
      return Candidate(id: id, about: about, isListed: isListed, field: field)
    }
    let cartridges = (session?.cartridgeUses ?? []).map {
      suspect("cartridge", $0.cartridge, "of lot \($0.lot)")
    }
    let lots = stock.candidates(nil, at: now, on: day).map { lot in
      var suspect = suspect("lot", lot.id, lot.about)
      suspect.aliases = lot.aliases
      return suspect
    }
    return cartridges + lots + stock.devices.map { suspect("device", $0.id, $0.model ?? "") }
      + stock.products.map { suspect("product", $0.id, $0.name ?? "") }
  }

  /// The ids that the session's entries name, by what they are ids of: `lot`, `device`.
  private var used: [String: Set<String>] {
    var used: [String: Set<String>] = [:]
    for entry in entries {
      let type = entry.event.type.record
      for field in type.fields {
        guard let kind = field.refers ?? (field.name == "cartridge" ? "cartridge" : nil),
          ["cartridge", "lot", "device", "product"].contains(kind)
        else { continue }
        let json = type.json(ofField: field, in: entry.payload.span.bytes)
        guard case .string(let id)? = try? JSONValue(parsing: json) else { continue }
        used[kind, default: []].insert(id)
      }
    }
    return used
  }
}
