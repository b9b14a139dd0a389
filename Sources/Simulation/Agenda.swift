import Clinic

/// Something that will happen on a day to come.
enum Task {
  case register
  case come(booking: Int)
  case remind(booking: Int)
  case cancel(booking: Int)
  case reschedule(booking: Int)
  case rebook(client: Int, daysAhead: Int)
  case readPatch(client: Int)
  case clear(client: Int, ContraindicationCode)
  case countersign(session: Int)
  case call(session: Int, CallPlan)
  case attempt(session: Int)
  case amend(Amendment)
  case enterLate(LateEntry)
  case followAdverseEvent(session: Int, AdverseCase)
  case resolveAdverseEvent(session: Int, AdverseCase)
  case assess(course: Int)
  case abandon(course: Int)
  case recall(lot: Int)
  case tell(lot: Int, client: Int, session: Int)
  case release(lot: Int)
  case breakDown(device: Int)
  case repair(device: Int)
  case service(device: Int)
  case renew(colleague: Int)
  case merge(client: Int, into: Int)
  case strikeNote(client: Int, target: Int)
}

/// What is to come, by day and time of day.
struct Agenda {
  private struct Item {
    let minute: Int
    let task: Task
  }

  private var days: [[Item]] = []

  mutating func add(_ task: Task, day: Int, minute: Int) {
    while days.count <= day { days.append([]) }
    days[day].append(Item(minute: minute, task: task))
  }

  /// Takes a day's tasks in the order of the clock, those of one minute as they were added.
  mutating func take(_ day: Int) -> [(minute: Int, task: Task)] {
    guard day < days.count else { return [] }
    let items = days[day]
    days[day] = []
    return items.indices
      .sorted { (items[$0].minute, $0) < (items[$1].minute, $1) }
      .map { (items[$0].minute, items[$0].task) }
  }
}
