// Comes between a program and its files (LD_PRELOAD) and writes down every change it makes in one
// folder, in the order in which the calls returned, so that it can be replayed up to any of them:
//
//   CRASHLAB_RECORD=FILE   where it is written down, at the end; several processes may follow each other
//   CRASHLAB_FOLDER=PATH   the folder whose files count
//
// An entry is a head of 40 bytes, little-endian, then two texts, then data:
//   u32 kind, u32 flags, u64 inode, u64 offset, u32 length of the first text, of the second,
//   u64 length of the data.
// Kinds: 1 open of a new or emptied file (text: its name; flags: 1 it is new, 2 it was emptied)
//        2 write (data; flags: 1 it was durable when it returned, as O_DSYNC and O_SYNC make it)
//        3 truncate to offset      4 sync of a file      5 sync of the folder
//        6 rename (texts: from, to)      7 unlink (text)      8 output on standard output (no data)
// What is written through a map is not seen: LMDB writes only its lock file so.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static int record = -1;
static char folder[4096];
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

struct head {
  uint32_t kind, flags;
  uint64_t inode, offset;
  uint32_t first, second;
  uint64_t length;
};

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("CRASHLAB_RECORD"), *path = getenv("CRASHLAB_FOLDER");
  if (!file || !path) return;
  snprintf(folder, sizeof folder, "%s", path);
  record = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (record < 0) abort();
}

static void put(uint32_t kind, uint32_t flags, uint64_t inode, uint64_t offset, const char *first,
                const char *second, const struct iovec *parts, int count, size_t length) {
  struct head head = {kind, flags, inode, offset, first ? strlen(first) : 0,
                      second ? strlen(second) : 0, length};
  // One buffer and one call, so that an entry is whole however the process ends.
  char *entry = malloc(sizeof head + head.first + head.second + length), *end = entry;
  if (!entry) abort();
  memcpy(end, &head, sizeof head);
  end += sizeof head;
  if (first) end = mempcpy(end, first, head.first);
  if (second) end = mempcpy(end, second, head.second);
  for (int i = 0; i < count && length > 0; i++) {
    size_t part = parts[i].iov_len < length ? parts[i].iov_len : length;
    end = mempcpy(end, parts[i].iov_base, part);
    length -= part;
  }
  if (syscall(SYS_write, record, entry, (size_t)(end - entry)) != end - entry) abort();
  free(entry);
}

// The name in the folder that a descriptor's or a path's file has; NULL where it is not there.
static const char *within(const char *path) {
  size_t length = strlen(folder);
  if (strncmp(path, folder, length) != 0) return NULL;
  if (path[length] == 0) return "";
  return path[length] == '/' && !strchr(path + length + 1, '/') ? path + length + 1 : NULL;
}

static const char *name_of(int file, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t count = readlink(link, path, 4095);
  if (count < 0) return NULL;
  path[count] = 0;
  return within(path);
}

static const char *name_at(int at, const char *path, char *room) {
  if (path[0] == '/') return within(path);
  if (at == AT_FDCWD) {
    if (!getcwd(room, 2048)) return NULL;
  } else if (!name_of(at, room)) {
    return NULL;
  }
  size_t length = strlen(room);
  snprintf(room + length, 4096 - length, "/%s", path);
  return within(room);
}

// Writes down a call about a descriptor; nothing where its file is not in the folder.
static void note(uint32_t kind, int file, int64_t offset, const struct iovec *parts, int count,
                 ssize_t length) {
  if (record < 0 || length < 0) return;
  int saved = errno;
  char path[4096];
  if (kind == 2 && file == 1) {
    put(8, 0, 0, 0, NULL, NULL, NULL, 0, 0);
  } else {
    const char *name = name_of(file, path);
    struct stat status;
    if (name && fstat(file, &status) == 0) {
      int flags = fcntl(file, F_GETFL);
      uint32_t durable = kind == 2 && (flags & O_DSYNC) != 0;
      if (kind == 2 && offset < 0) {
        offset = flags & O_APPEND ? status.st_size - length : lseek(file, 0, SEEK_CUR) - length;
      }
      if (kind == 4 && *name == 0) kind = 5;
      put(kind, durable, status.st_ino, offset < 0 ? 0 : (uint64_t)offset, NULL, NULL, parts, count,
          (size_t)length);
    }
  }
  errno = saved;
}

#define REAL(name) \
  static __typeof__(&name) real; \
  if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define ORDERED(type, call, ...) \
  pthread_mutex_lock(&order); \
  type result = call; \
  __VA_ARGS__; \
  pthread_mutex_unlock(&order); \
  return result

ssize_t write(int file, const void *bytes, size_t length) {
  REAL(write);
  struct iovec part = {(void *)bytes, length};
  ORDERED(ssize_t, real(file, bytes, length), note(2, file, -1, &part, 1, result));
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset) {
  REAL(pwrite);
  struct iovec part = {(void *)bytes, length};
  ORDERED(ssize_t, real(file, bytes, length, offset), note(2, file, offset, &part, 1, result));
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset) {
  REAL(pwrite64);
  struct iovec part = {(void *)bytes, length};
  ORDERED(ssize_t, real(file, bytes, length, offset), note(2, file, offset, &part, 1, result));
}

ssize_t writev(int file, const struct iovec *parts, int count) {
  REAL(writev);
  ORDERED(ssize_t, real(file, parts, count), note(2, file, -1, parts, count, result));
}

ssize_t pwritev(int file, const struct iovec *parts, int count, off_t offset) {
  REAL(pwritev);
  ORDERED(ssize_t, real(file, parts, count, offset), note(2, file, offset, parts, count, result));
}

ssize_t pwritev64(int file, const struct iovec *parts, int count, off64_t offset) {
  REAL(pwritev64);
  ORDERED(ssize_t, real(file, parts, count, offset), note(2, file, offset, parts, count, result));
}

int ftruncate(int file, off_t length) {
  REAL(ftruncate);
  ORDERED(int, real(file, length), note(3, file, length, NULL, 0, result));
}

int ftruncate64(int file, off64_t length) {
  REAL(ftruncate64);
  ORDERED(int, real(file, length), note(3, file, length, NULL, 0, result));
}

int fsync(int file) {
  REAL(fsync);
  ORDERED(int, real(file), note(4, file, 0, NULL, 0, result));
}

int fdatasync(int file) {
  REAL(fdatasync);
  ORDERED(int, real(file), note(4, file, 0, NULL, 0, result));
}

// Calls whose changes are not followed must not be made, or a replay would be of something else.
int msync(void *start, size_t length, int flags) {
  (void)start, (void)length, (void)flags;
  static const char text[] = "recorder: msync is not followed\n";
  syscall(SYS_write, 2, text, sizeof text - 1);
  abort();
}

static int opened(int at, const char *path, int flags, mode_t mode) {
  char room[4096];
  const char *name = record < 0 ? NULL : name_at(at, path, room);
  int is_new = name && (flags & O_CREAT) && syscall(SYS_faccessat, at, path, F_OK) != 0;
  int file = (int)syscall(SYS_openat, at, path, flags, mode);
  int saved = errno;
  struct stat status;
  int is_emptied = name && !is_new && (flags & O_TRUNC);
  if (file >= 0 && (is_new || is_emptied) && fstat(file, &status) == 0) {
    put(1, is_new ? 1 : 2, status.st_ino, 0, name, NULL, NULL, 0, 0);
  }
  errno = saved;
  return file;
}

#define OPEN(name, at, path) \
  mode_t mode = 0; \
  if (flags & (O_CREAT | O_TMPFILE)) { \
    va_list rest; \
    va_start(rest, flags); \
    mode = va_arg(rest, mode_t); \
    va_end(rest); \
  } \
  ORDERED(int, opened(at, path, flags, mode), (void)0)

int open(const char *path, int flags, ...) { OPEN(open, AT_FDCWD, path); }
int open64(const char *path, int flags, ...) { OPEN(open64, AT_FDCWD, path); }
int openat(int at, const char *path, int flags, ...) { OPEN(openat, at, path); }
int openat64(int at, const char *path, int flags, ...) { OPEN(openat64, at, path); }

static int renamed(int from_at, const char *from, int to_at, const char *to) {
  char one[4096], two[4096];
  const char *first = record < 0 ? NULL : name_at(from_at, from, one);
  const char *second = record < 0 ? NULL : name_at(to_at, to, two);
  int result = (int)syscall(SYS_renameat, from_at, from, to_at, to);
  if (result == 0 && first && second) {
    int saved = errno;
    put(6, 0, 0, 0, first, second, NULL, 0, 0);
    errno = saved;
  }
  return result;
}

int rename(const char *from, const char *to) {
  ORDERED(int, renamed(AT_FDCWD, from, AT_FDCWD, to), (void)0);
}

int renameat(int from_at, const char *from, int to_at, const char *to) {
  ORDERED(int, renamed(from_at, from, to_at, to), (void)0);
}

static int unlinked(int at, const char *path, int flags) {
  char room[4096];
  const char *name = record < 0 ? NULL : name_at(at, path, room);
  int result = (int)syscall(SYS_unlinkat, at, path, flags);
  if (result == 0 && name) {
    int saved = errno;
    put(7, 0, 0, 0, name, NULL, NULL, 0, 0);
    errno = saved;
  }
  return result;
}

int unlink(const char *path) { ORDERED(int, unlinked(AT_FDCWD, path, 0), (void)0); }
int unlinkat(int at, const char *path, int flags) { ORDERED(int, unlinked(at, path, flags), (void)0); }
