import Clinic
import ClinicStore
public import Records

extension Report {
  /// The whole report as one object: facts, sections with their parts, certificate.
  public var json: JSONValue {
    .members([
      "report": .string(name),
      "title": .string(title),
      "facts": .array(facts.map(\.json)),
      "sections": .array(
        sections.map { section in
          .members([
            "title": .string(section.title), "note": .text(section.note),
            "parts": .array(section.parts.map(\.json)),
          ])
        }),
      "certificate": certificate.json,
    ])
  }
}

extension ReportFact {
  fileprivate var json: JSONValue {
    .members(["label": .string(label), "value": .string(value)])
  }
}

extension ReportPart {
  fileprivate var json: JSONValue {
    switch self {
    case .heading(let text): .members(["heading": .string(text)])
    case .paragraph(let text): .members(["paragraph": .string(text)])
    case .facts(let facts): .members(["facts": .array(facts.map(\.json))])
    case .table(let table): .members(["table": table.json])
    case .entries(let entries): .members(["entries": .array(entries.map(\.json))])
    case .figure(.bars(let chart)): .members(["bars": chart.json])
    case .figure(.timeline(let timeline)): .members(["timeline": timeline.json])
    case .figure(.face(let map)): .members(["face": map.json])
    }
  }
}

extension ReportTable {
  fileprivate var json: JSONValue {
    .members([
      "columns": .texts(columns),
      "rows": .array(rows.map { .array($0.map(JSONValue.text)) }),
      "marks": .array(rows.indices.map { marks[$0]?.json ?? .null }),
    ])
  }
}

extension RowMark {
  /// Its names, `amended, deviation`; null where it has none.
  fileprivate var json: JSONValue { isEmpty ? .null : .string(names.joined(separator: ", ")) }
}

extension ReportEntry {
  fileprivate var json: JSONValue {
    .members([
      "event": .string(event), "occurred": .string(occurred), "recorded": .string(recorded),
      "who": .string(who), "what": .string(what),
      "detail": .array(
        detail.map { piece in
          switch piece {
          case .plain(let text): .members(["text": .string(text)])
          case .changed(let first, let now):
            .members(["text": .string(now), "first": .string(first)])
          }
        }),
      "notes": .texts(notes), "mark": mark.json,
    ])
  }
}

extension BarChart {
  fileprivate var json: JSONValue {
    .members([
      "title": .string(title), "unit": .string(unit), "series": .texts(series),
      "groups": .array(
        groups.map { group in
          .members([
            "label": .string(group.label),
            "values": .array(
              group.values.map { $0.map { .number($0.fixed(decimals)) } ?? .null }),
          ])
        }),
    ])
  }
}

extension Timeline {
  fileprivate var json: JSONValue {
    .members([
      "title": .string(title), "zone": .string(zone.name),
      "lanes": .array(
        lanes.map { lane in
          .members([
            "title": .string(lane.title),
            "marks": .array(
              lane.marks.map { mark in
                .members([
                  "from": .instant(mark.from), "until": .instant(mark.until),
                  "label": .string(mark.label), "entry": .string(mark.short),
                  "mark": mark.mark.json,
                ])
              }),
          ])
        }),
    ])
  }
}

extension FaceMap {
  fileprivate var json: JSONValue {
    .members([
      "title": .string(title),
      "areas": .array(
        ordered.map { area in
          .members([
            "zone": .word(area.zone), "side": .word(area.side),
            "least_depth_mm": .number("\(area.leastDepth)"),
            "most_depth_mm": .number("\(area.mostDepth)"), "passes": .integer(area.passes),
          ])
        }),
    ])
  }
}

extension Certificate {
  fileprivate var json: JSONValue {
    .members([
      "clinic": .string(clinic), "zone": .string(zone.name),
      "position": .integer(moment.position), "at": .instant(moment.at),
      "recorded_at": .instant(recordedAt), "as_of": .string(moment.token),
      "command": .string(command),
      "folds": .array(
        folds.map {
          .members(["table": .string($0.table), "version": .integer($0.version)])
        }),
      "digests": .array(
        digests.map {
          .members([
            "rows_of": .string($0.name), "rows": .integer($0.rows), "sha256": .string($0.sha256),
          ])
        }),
    ])
  }
}
