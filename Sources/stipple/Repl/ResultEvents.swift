import Clinic
import ClinicSQL
import ClinicStore
import EventLog
import Records

/// Which events the rows of a result rest on, as far as its columns tell.
struct ResultEvents {
  /// The positions, ascending and each once.
  let positions: [UInt64]

  /// How a column leads to events, the surest way first.
  private enum Lead {
    /// It holds the position of the event that a row was made from.
    case position
    /// It holds the id of a row that is the fold of a stream.
    case row(StreamKind)
    /// It holds the id of a stream that the row belongs to.
    case stream(StreamKind)
    /// It holds the position of one of the events behind a row.
    case oneOf

    init?(_ column: Statement.Column) {
      let name = column.origin ?? column.name
      if name == "position" {
        self = .position
      } else if name == "id", let table = column.table.flatMap({ TableType.named($0) }),
        case .state(let kind) = table.kind
      {
        self = .row(kind)
      } else if let kind = StreamKind(name: name) {
        self = .stream(kind)
      } else if name.hasSuffix("_position") {
        self = .oneOf
      } else {
        return nil
      }
    }

    var rank: Int {
      switch self {
      case .position: 0
      case .row: 1
      case .stream: 2
      case .oneOf: 3
      }
    }
  }

  /// Reads the events behind a result: by its positions if it has any, else by the streams it names.
  init(
    behind result: Listing, of columns: [Statement.Column], in store: ClinicStore,
    through last: UInt64
  ) throws {
    let leads = columns.enumerated().compactMap { place, column in
      Lead(column).map { (place: place, lead: $0) }
    }
    guard let best = leads.map(\.lead.rank).min() else {
      throw Message(
        "no column of the last result leads to its events",
        hint: "select position, or an id, as well", status: .badInput)
    }
    var found: Set<UInt64> = []
    var streams: Set<StreamID> = []
    for row in result.rows {
      for (place, lead) in leads where lead.rank == best && row.indices.contains(place) {
        switch (lead, row[place]) {
        case (.position, .integer(let position)), (.oneOf, .integer(let position)):
          if position > 0 { found.insert(UInt64(position)) }
        case (.row(let kind), .text(let id)), (.stream(let kind), .text(let id)):
          streams.insert(StreamID(kind, id))
        default: break
        }
      }
    }
    for stream in streams {
      for event in try store.events(of: stream) { found.insert(event.envelope.position) }
    }
    positions = found.filter { $0 <= last }.sorted()
  }
}
