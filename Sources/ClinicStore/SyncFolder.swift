import Glibc

/// Sees to the disk what was made, renamed or removed in the folder that a path stands in (`fsync(2)`);
/// false, with `errno` set, where that cannot be.
@discardableResult
public func syncFolder(of path: String) -> Bool {
  let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
  let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { return false }
  defer { close(descriptor) }
  return fsync(descriptor) == 0
}
