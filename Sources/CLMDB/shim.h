#include <lmdb.h>

// `fstatfs(2)` tells a network file system; Swift's Glibc module leaves this header out.
#include <sys/vfs.h>

// The C library declares this one only under _GNU_SOURCE, which Swift's importer does not set.
extern const char *strerrorname_np(int error_number);
