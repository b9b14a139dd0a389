// Comes between a program and its files (LD_PRELOAD) and plants one fault, named by the environment:
//
//   CRASHLAB_VOID_SYNC=1   nothing is made durable: fsync, fdatasync, msync and the like answer 0 at
//                          once, and O_SYNC and O_DSYNC are left out of every open
//   CRASHLAB_SHORT=N       the N-th write, of any kind, writes about half and says so
//   CRASHLAB_FALSE=N       every N-th small write to a data.mdb is answered as done and is not done:
//                          LMDB's commits that never were
//   CRASHLAB_TOLD=PATH     a file that is made when one of the last two was planted
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static int voids_sync;
static long short_at, false_every;
static const char *told;
static atomic_long writes, commits;

static long setting(const char *name) {
  const char *text = getenv(name);
  return text ? atol(text) : 0;
}

__attribute__((constructor)) static void begin(void) {
  voids_sync = setting("CRASHLAB_VOID_SYNC") != 0;
  short_at = setting("CRASHLAB_SHORT");
  false_every = setting("CRASHLAB_FALSE");
  told = getenv("CRASHLAB_TOLD");
}

static void tell(void) {
  if (!told) return;
  // The system call itself, so that nothing here is counted or changed.
  long file = syscall(SYS_openat, AT_FDCWD, told, O_WRONLY | O_CREAT, 0600);
  if (file >= 0) syscall(SYS_close, file);
}

// Whether this write is the one that is to be short.
static int is_short(size_t length) {
  if (!short_at || length < 2 || atomic_fetch_add(&writes, 1) + 1 != short_at) return 0;
  tell();
  return 1;
}

// Whether this is a commit (LMDB's write of a meta page is the only one under a page) to be false.
static int is_false(int file, size_t length) {
  char link[64], path[4096];
  if (!false_every || length >= 4096) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t count = readlink(link, path, sizeof path - 1);
  if (count < 0) return 0;
  path[count] = 0;
  const char *name = strrchr(path, '/');
  if (!name || strcmp(name, "/data.mdb")) return 0;
  if ((atomic_fetch_add(&commits, 1) + 1) % false_every) return 0;
  tell();
  return 1;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *bytes, size_t length) {
  return NEXT(write)(file, bytes, is_short(length) ? length / 2 : length);
}

#define POSITIONED_WRITE(name, position_type)                                                \
  ssize_t name(int file, const void *bytes, size_t length, position_type position) {         \
    if (is_false(file, length)) return (ssize_t)length;                                      \
    return NEXT(name)(file, bytes, is_short(length) ? length / 2 : length, position);        \
  }
POSITIONED_WRITE(pwrite, off_t)
POSITIONED_WRITE(pwrite64, off64_t)

static size_t total(const struct iovec *parts, int count) {
  size_t sum = 0;
  for (int index = 0; index < count; index++) sum += parts[index].iov_len;
  return sum;
}

ssize_t writev(int file, const struct iovec *parts, int count) {
  if (!is_short(total(parts, count))) return NEXT(writev)(file, parts, count);
  return NEXT(write)(file, parts[0].iov_base, (parts[0].iov_len + 1) / 2);
}

#define POSITIONED_WRITEV(name, position_type)                                               \
  ssize_t name(int file, const struct iovec *parts, int count, position_type position) {     \
    if (!is_short(total(parts, count))) return NEXT(name)(file, parts, count, position);     \
    return NEXT(pwrite)(file, parts[0].iov_base, (parts[0].iov_len + 1) / 2, position);      \
  }
POSITIONED_WRITEV(pwritev, off_t)
POSITIONED_WRITEV(pwritev64, off64_t)

int fsync(int file) { return voids_sync ? 0 : NEXT(fsync)(file); }
int fdatasync(int file) { return voids_sync ? 0 : NEXT(fdatasync)(file); }
int syncfs(int file) { return voids_sync ? 0 : NEXT(syncfs)(file); }
void sync(void) {
  if (!voids_sync) NEXT(sync)();
}
int msync(void *start, size_t length, int flags) {
  return voids_sync ? 0 : NEXT(msync)(start, length, flags);
}

#define OPENED(call)                                                                         \
  mode_t mode = 0;                                                                           \
  if (flags & (O_CREAT | O_TMPFILE)) {                                                       \
    va_list rest;                                                                            \
    va_start(rest, flags);                                                                   \
    mode = va_arg(rest, mode_t);                                                             \
    va_end(rest);                                                                            \
  }                                                                                          \
  if (voids_sync) flags &= ~(O_SYNC | O_DSYNC);                                              \
  return call

int open(const char *path, int flags, ...) { OPENED(NEXT(open)(path, flags, mode)); }
int open64(const char *path, int flags, ...) { OPENED(NEXT(open64)(path, flags, mode)); }
int openat(int folder, const char *path, int flags, ...) {
  OPENED(NEXT(openat)(folder, path, flags, mode));
}
int openat64(int folder, const char *path, int flags, ...) {
  OPENED(NEXT(openat64)(folder, path, flags, mode));
}
