public import EventLog
public import Records

/// The entries of a whole stream as they read now, in the stream's order, amendments among them.
///
/// Amendments are resolved from the latest to the earliest. So a correction that was struck out has
/// no effect, one that was corrected acts with its corrected value, and of two corrections of one
/// field the later wins. A correction whose value the field cannot hold has no effect.
/// Throws when a payload is not a record of its type. Takes time in proportion to the stream.
///
/// A part of a stream reads as the whole does if it has all amendments and all that they amend.
public func effectiveEvents(_ stream: [StoredEvent]) throws(RecordError) -> [EffectiveEvent] {
  var events: [EffectiveEvent] = []
  events.reserveCapacity(stream.count)
  var isAmended = false
  for recorded in stream {
    let event = try EffectiveEvent(recorded)
    isAmended = isAmended || event.isAmendment
    events.append(event)
  }
  guard isAmended else { return events }

  // For each entry, the places of the amendments of it that stand, the latest first.
  var standing = [[Int]](repeating: [], count: events.count)
  for place in events.indices.reversed() {
    settle(place, by: standing[place], in: &events)
    guard let target = targetPlace(of: events[place], at: place, in: events) else { continue }
    events[place].target = AmendmentTarget(
      position: events[target].recorded.envelope.position,
      version: events[target].recorded.envelope.version,
      type: events[target].original.type, isInForce: false)
    if !events[place].isStruck { standing[target].append(place) }
  }
  return events
}

/// The place in the stream of what an amendment amends: an earlier entry, or none.
private func targetPlace(
  of amendment: EffectiveEvent, at place: Int, in events: [EffectiveEvent]
) -> Int? {
  guard let version = amendment.targetVersion else { return nil }
  var (low, high) = (0, place)
  while low < high {
    let middle = (low + high) / 2
    if events[middle].recorded.envelope.version < version {
      low = middle + 1
    } else {
      high = middle
    }
  }
  return low < place && events[low].recorded.envelope.version == version ? low : nil
}

/// Applies to one entry the amendments of it that stand, given the latest first.
private func settle(_ place: Int, by standing: [Int], in events: inout [EffectiveEvent]) {
  if let strike = standing.first(where: { events[$0].isStrike }) {
    events[place].isStruck = true
    events[place].amendments = [events[strike].envelope.position]
    events[strike].target?.isInForce = true
    return
  }
  var settled: Set<String> = []
  for amendment in standing {
    guard case .any(.entryCorrected(let correction)) = events[amendment].event,
      !settled.contains(correction.field),
      events[place].correct(correction.field, to: correction.now)
    else { continue }
    settled.insert(correction.field)
    events[place].amendments.append(events[amendment].envelope.position)
    events[amendment].target?.isInForce = true
  }
  events[place].amendments.reverse()
}

extension EffectiveEvent {
  /// The version that an amendment names as what it amends; nil for another entry, and for none.
  var targetVersion: UInt64? {
    switch event {
    case .any(.entryCorrected(let correction)): UInt64(exactly: correction.target)
    case .any(.entryStruckOut(let strike)): UInt64(exactly: strike.target)
    default: nil
    }
  }

  fileprivate var isStrike: Bool {
    if case .any(.entryStruckOut) = event { true } else { false }
  }
}
