#include <lmdb.h>

// `fstatfs(2)` tells a network file system; Swift's Glibc module leaves this header out.
#include <sys/vfs.h>

// The C library declares this one only under _GNU_SOURCE, which Swift's importer does not set.
extern const char *strerrorname_np(int error_number);

// Asks the processor to fetch the 64 bytes around an address, of which nothing need be mapped there.
static inline void stipple_prefetch(unsigned long address) {
  __builtin_prefetch((const void *)address);
}
