import Foundation

/// Prints a line that is seen at once, though a pipe reads it.
func say(_ line: String) {
  FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

/// The same, for those who watch.
func complain(_ line: String) {
  FileHandle.standardError.write(Data((line + "\n").utf8))
}
