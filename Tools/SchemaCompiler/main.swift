import Glibc

// SchemaCompiler SCHEMAS TYPES VIEWS           write the Swift that the schemas give: types of events
//                                              and rows into one folder, views into another
// SchemaCompiler --check SCHEMAS TYPES VIEWS   exit 1 and name the files that are not what they give

func complain(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}

var arguments = Array(CommandLine.arguments.dropFirst())
let isCheck = arguments.first == "--check"
if isCheck { arguments.removeFirst() }
guard arguments.count == 3, !arguments.contains(where: { $0.hasPrefix("-") }) else {
  complain("usage: SchemaCompiler [--check] SCHEMAS TYPES VIEWS")
  exit(64)
}

do {
  let schemas = try SchemaSet(folder: arguments[0])
  let outputs = [
    (arguments[1], try Generation(schemas)), (arguments[2], Generation(viewsOf: schemas)),
  ]
  if isCheck {
    var isStale = false
    for (folder, generation) in outputs {
      for line in try generation.stale(in: folder) {
        isStale = true
        complain("\(folder)/\(line)")
      }
    }
    exit(isStale ? 1 : 0)
  }
  var count = 0
  var written = 0
  var removed = 0
  for (folder, generation) in outputs {
    let result = try generation.write(to: folder)
    count += generation.files.count
    written += result.written
    removed += result.removed
  }
  print(
    "\(schemas.events.count) events, \(schemas.tables.count) tables, \(schemas.views.count) views: "
      + "\(count) files, \(written) written, \(removed) removed")
} catch let refusals as Refusals {
  for refusal in refusals.all { complain("error: \(refusal)") }
  complain("note: nothing was written")
  exit(65)
} catch let refusal as Refusal {
  complain("error: \(refusal)")
  complain("note: nothing was written")
  exit(65)
} catch {
  complain("error: \(error)")
  exit(74)
}
