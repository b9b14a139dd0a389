import Glibc

// SchemaCompiler SCHEMAS OUT           write the Swift that the schemas give
// SchemaCompiler --check SCHEMAS OUT   exit 1 and name the files that are not what they give

func complain(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}

var arguments = Array(CommandLine.arguments.dropFirst())
let isCheck = arguments.first == "--check"
if isCheck { arguments.removeFirst() }
guard arguments.count == 2, !arguments.contains(where: { $0.hasPrefix("-") }) else {
  complain("usage: SchemaCompiler [--check] SCHEMAS OUT")
  exit(64)
}

do {
  let schemas = try SchemaSet(folder: arguments[0])
  let generation = try Generation(schemas)
  if isCheck {
    let stale = try generation.stale(in: arguments[1])
    for line in stale { complain("\(arguments[1])/\(line)") }
    exit(stale.isEmpty ? 0 : 1)
  }
  let result = try generation.write(to: arguments[1])
  print(
    "\(schemas.events.count) events, \(schemas.tables.count) tables: \(generation.files.count) files, "
      + "\(result.written) written, \(result.removed) removed")
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
