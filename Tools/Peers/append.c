/* The log's append in C on liblmdb, with all that it does: the version of the event's stream is looked
 * up, its ids' form checked, its record made, hashed and sealed, the tree grown; 1,000 events a
 * transaction, durable at commit.
 *
 *   append FILE      FILE: the tree's root over all of them, the clock (8 bytes), then the events
 *   < append FOLDER
 *   > ok NANOSECONDS
 *   < hash           takes the same hashes, of records in memory, and does nothing else
 *   > ok NANOSECONDS
 *
 * An event is its numbers, a struct given, and its texts one after the other. The root at the end tells
 * whether every record has the bytes that ours has. */
#include "lmdb_peer.h"
#include "record.h"
#include <openssl/sha.h>
#include <sys/stat.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

enum { PER_TRANSACTION = 1000, HASH = 32, CHECKSUM = 8, TILE = 256 };

static struct event *events;
static size_t count;
static int64_t the_clock;
static unsigned char expected[HASH];

static void read_events(const char *path) {
  FILE *file = fopen(path, "rb");
  struct stat info;
  if (!file || fstat(fileno(file), &info)) fail("cannot read the events");
  unsigned char *bytes = malloc((size_t)info.st_size);
  if (fread(bytes, 1, (size_t)info.st_size, file) != (size_t)info.st_size) fail("short file");
  fclose(file);
  memcpy(expected, bytes, HASH);
  memcpy(&the_clock, bytes + HASH, 8);
  size_t room = 0;
  for (unsigned char *at = bytes + HASH + 8; at < bytes + info.st_size;) {
    if (count == room) events = realloc(events, (room = room * 2 + 1024) * sizeof *events);
    struct event *event = &events[count++];
    memcpy(&event->is, at, sizeof event->is);
    at += sizeof event->is;
    for (int text = 0; text < TEXTS; at += event->is.length[text++]) event->text[text] = at;
  }
}

static void big_endian(unsigned char *at, uint64_t number) {
  number = __builtin_bswap64(number);
  memcpy(at, &number, 8);
}

static uint64_t number_at(const void *at) {
  uint64_t number;
  memcpy(&number, at, 8);
  return number;
}

static void put(MDB_txn *txn, MDB_dbi table, void *key, size_t key_length, const void *value,
    size_t length, unsigned flags) {
  MDB_val k = {key_length, key}, v = {length, (void *)value};
  check(mdb_put(txn, table, &k, &v, flags));
}

/* The log's tables within a transaction, and the versions of the streams that it has asked for. */
struct log {
  MDB_txn *txn;
  MDB_dbi log, stream, tile, meta;
  struct known {
    const struct event *first;
    uint64_t version;
  } known[4 * PER_TRANSACTION];
};

/* Streams. */

/* The key of a stream's event; the length of what all of the stream's have. */
static size_t version_key(unsigned char *key, const struct event *event, uint64_t version) {
  size_t length = event->is.length[STREAM];
  key[0] = event->is.kind;
  memcpy(key + 1, event->text[STREAM], length);
  key[1 + length] = 0;
  big_endian(key + 2 + length, version);
  return 2 + length;
}

static size_t spelling_key(unsigned char *key, const struct event *event) {
  size_t length = event->is.length[STREAM];
  key[0] = event->is.kind | 0x80;
  for (size_t at = 0; at < length; at++) {
    unsigned char byte = event->text[STREAM][at];
    key[1 + at] = byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte;
  }
  return 1 + length;
}

/* The version by the stream's last event, whose bytes are looked at as the log does. */
static uint64_t look_up(struct log *log, const struct event *event) {
  unsigned char bytes[96];
  size_t prefix = version_key(bytes, event, UINT64_MAX);
  MDB_val key = {prefix + 8, bytes}, place, value;
  MDB_cursor *cursor;
  check(mdb_cursor_open(log->txn, log->stream, &cursor));
  int found = mdb_cursor_get(cursor, &key, &place, MDB_SET_RANGE);
  found = mdb_cursor_get(cursor, &key, &place, found ? MDB_LAST : MDB_PREV);
  mdb_cursor_close(cursor);
  if (!found && key.mv_size == prefix + 8 && !memcmp(key.mv_data, bytes, prefix)) {
    uint64_t version = __builtin_bswap64(number_at((char *)key.mv_data + prefix));
    check(mdb_get(log->txn, log->log, &place, &value));
    const char *record = value.mv_data;
    size_t length = value.mv_size - CHECKSUM;
    if (XXH3_64bits(record, length) != number_at(record + length)
        || number_at(record + 16 + 8 * 3) != version)
      fail("a stream leads elsewhere");
    return version;
  }
  key = (MDB_val){spelling_key(bytes, event), bytes};
  if (!mdb_get(log->txn, log->stream, &key, &value)) fail("an id differs in case");
  return 0;
}

/* Where the version is kept that the event's stream has within the transaction. */
static uint64_t *version_of(struct log *log, const struct event *event) {
  size_t length = event->is.length[STREAM], room = sizeof log->known / sizeof *log->known;
  size_t at = XXH3_64bits_withSeed(event->text[STREAM], length, event->is.kind) % room;
  for (;; at = (at + 1) % room) {
    struct known *known = &log->known[at];
    if (!known->first) *known = (struct known){event, look_up(log, event)};
    if (known->first->is.kind == event->is.kind && known->first->is.length[STREAM] == length
        && !memcmp(known->first->text[STREAM], event->text[STREAM], length))
      return &known->version;
  }
}

/* The tree. */

static void hash(const unsigned char *bytes, size_t length, unsigned char *into) {
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, bytes, length);
  SHA256_Final(into, &context);
}

static void join(const unsigned char *left, const unsigned char *right, unsigned char *into) {
  unsigned char node[1 + 2 * HASH] = {1};
  memcpy(node + 1, left, HASH);
  memcpy(node + 1 + HASH, right, HASH);
  hash(node, sizeof node, into);
}

/* The tree's right edge: one hash for each power of two in the size. */
static unsigned char edge[64][HASH];
static unsigned char tile[TILE * HASH + CHECKSUM];

static void seal(unsigned char *bytes, size_t length) {
  uint64_t sum = XXH3_64bits(bytes, length);
  memcpy(bytes + length, &sum, CHECKSUM);
}

static void climb(const unsigned char *leaf, uint64_t size) {
  unsigned char node[HASH];
  memcpy(node, leaf, HASH);
  int level = 0;
  for (; size >> level & 1; level++) join(edge[level], node, node);
  memcpy(edge[level], node, HASH);
}

static void grow(struct log *log, const unsigned char *leaf, uint64_t size) {
  unsigned char name[9] = {0};
  climb(leaf, size);
  memcpy(tile + size % TILE * HASH, leaf, HASH);
  if (size % TILE < TILE - 1) return;
  big_endian(name + 1, size / TILE);
  seal(tile, TILE * HASH);
  put(log->txn, log->tile, name, 9, tile, sizeof tile, 0);
}

static void check_root(void) {
  unsigned char root[HASH];
  int has_any = 0;
  for (int level = 0; count >> level; level++) {
    if (!(count >> level & 1)) continue;
    if (has_any) join(edge[level], root, root);
    else memcpy(root, edge[level], HASH);
    has_any = 1;
  }
  if (memcmp(root, expected, HASH)) fail("the records are not those of the log");
}

/* The log. */

static void append(struct log *log, size_t place) {
  const struct event *event = &events[place];
  /* The zero that a leaf's hash begins with stands before the record. */
  unsigned char position[8], key[96], leaf[HASH], bytes[1 + RECORD_LIMIT + CHECKSUM];
  check_form(event);
  uint64_t version = ++*version_of(log, event);
  bytes[0] = 0;
  size_t length = encode(bytes + 1, event, place + 1, version, the_clock);
  hash(bytes, 1 + length, leaf);
  seal(bytes + 1, length);
  big_endian(position, place + 1);
  put(log->txn, log->log, position, 8, bytes + 1, length + CHECKSUM, MDB_APPEND);
  put(log->txn, log->stream, key, version_key(key, event, version) + 8, position, 8, 0);
  if (version == 1)
    put(log->txn, log->stream, key, spelling_key(key, event), event->text[STREAM],
        event->is.length[STREAM], 0);
  grow(log, leaf, place);
}

static void run(const char *folder) {
  static struct log log;
  MDB_env *env;
  if (mkdir(folder, 0700)) fail("cannot make the folder");
  check(mdb_env_create(&env));
  check(mdb_env_set_mapsize(env, (size_t)1 << 30));
  check(mdb_env_set_maxdbs(env, 8));
  check(mdb_env_open(env, folder, MDB_NOTLS, 0600));
  check(mdb_txn_begin(env, NULL, 0, &log.txn));
  check(mdb_dbi_open(log.txn, "log", MDB_CREATE, &log.log));
  check(mdb_dbi_open(log.txn, "stream", MDB_CREATE, &log.stream));
  check(mdb_dbi_open(log.txn, "tile", MDB_CREATE, &log.tile));
  check(mdb_dbi_open(log.txn, "meta", MDB_CREATE, &log.meta));
  check(mdb_txn_commit(log.txn));
  long long start = nanoseconds();
  for (size_t first = 0; first < count; first += PER_TRANSACTION) {
    size_t last = first + PER_TRANSACTION < count ? first + PER_TRANSACTION : count;
    memset(log.known, 0, sizeof log.known);
    check(mdb_txn_begin(env, NULL, 0, &log.txn));
    for (size_t place = first; place < last; place++) append(&log, place);
    put(log.txn, log.meta, "log.head", 8, tile, 80, 0);
    put(log.txn, log.meta, "log.tree", 8, edge, 16 * HASH, 0);
    check(mdb_txn_commit(log.txn));
  }
  long long took = nanoseconds() - start;
  remove_env(env, folder);
  check_root();
  answer(took);
}

/* The records are as long as those of the log: only their versions differ. */
static void run_hashes(void) {
  size_t *ends = malloc(count * sizeof *ends), room = 0;
  unsigned char *records = NULL, leaf[HASH];
  for (size_t place = 0, at = 0; place < count; place++) {
    if (room - at < 1 + RECORD_LIMIT) records = realloc(records, room = 2 * room + (1 << 20));
    records[at++] = 0;
    at += encode(records + at, &events[place], place + 1, 1, the_clock);
    ends[place] = at;
  }
  long long start = nanoseconds();
  for (size_t place = 0, at = 0; place < count; at = ends[place++]) {
    hash(records + at, ends[place] - at, leaf);
    climb(leaf, place);
  }
  long long took = nanoseconds() - start;
  free(records);
  free(ends);
  answer(took);
}

int main(int argc, char **argv) {
  char line[4096], folder[4000];
  if (argc != 2) return 64;
  read_events(argv[1]);
  while (fgets(line, sizeof line, stdin)) {
    if (!strcmp(line, "hash\n")) run_hashes();
    else if (sscanf(line, "append %3999s", folder) == 1) run(folder);
    else fail("cannot read that");
  }
}
