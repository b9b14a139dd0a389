/* The log's writes in C on liblmdb: the same databases, keys and bytes, 1,000 events a transaction,
 * durable at commit.
 *
 *   append FILE      FILE: per event u32 kind, version, id length, id, record length, record
 *   < append hashed|plain FOLDER
 *   > ok NANOSECONDS
 *
 * `hashed` does what the log does to each record: SHA-256 of the leaf, the tree's inner hashes and
 * tiles, XXH3 over the value. `plain` puts as many bytes without making them. Neither looks whether
 * the stream goes on from its last version, nor checks any field, as the log does. */
#include "peer.h"
#include <lmdb.h>
#include <openssl/sha.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

enum { PER_TRANSACTION = 1000, HASH = 32, CHECKSUM = 8, TILE = 256 };

struct event {
  uint32_t kind, version, id_length, record_length;
  const unsigned char *id, *record;
};

static struct event *events;
static size_t count;

static void check(int result) {
  if (result != 0) fail(mdb_strerror(result));
}

static void read_events(const char *path) {
  FILE *file = fopen(path, "rb");
  struct stat info;
  if (!file || fstat(fileno(file), &info)) fail("cannot read the events");
  unsigned char *bytes = malloc((size_t)info.st_size);
  if (fread(bytes, 1, (size_t)info.st_size, file) != (size_t)info.st_size) fail("short file");
  fclose(file);
  size_t room = 0;
  for (unsigned char *at = bytes; at < bytes + info.st_size;) {
    if (count == room) events = realloc(events, (room = room * 2 + 1024) * sizeof *events);
    struct event *event = &events[count++];
    memcpy(&event->kind, at, 4);
    memcpy(&event->version, at + 4, 4);
    memcpy(&event->id_length, at + 8, 4);
    event->id = at + 12;
    at += 12 + event->id_length;
    memcpy(&event->record_length, at, 4);
    event->record = at + 4;
    at += 4 + event->record_length;
  }
}

static void big_endian(unsigned char *at, uint64_t number) {
  for (int byte = 7; byte >= 0; byte--, number >>= 8) at[byte] = (unsigned char)number;
}

/* The tree's right edge: one hash for each power of two in the size. */
static unsigned char edge[64][HASH];
static unsigned char tile[TILE * HASH];

static void grow(const unsigned char *leaf, uint64_t size) {
  unsigned char node[1 + 2 * HASH], hash[HASH];
  memcpy(hash, leaf, HASH);
  int level = 0;
  for (; size >> level & 1; level++) {
    node[0] = 1;
    memcpy(node + 1, edge[level], HASH);
    memcpy(node + 1 + HASH, hash, HASH);
    SHA256(node, sizeof node, hash);
  }
  memcpy(edge[level], hash, HASH);
}

static void put(MDB_txn *txn, MDB_dbi table, void *key, size_t key_length, void *value,
    size_t length, unsigned flags) {
  MDB_val k = {key_length, key}, v = {length, value};
  check(mdb_put(txn, table, &k, &v, flags));
}

static void append(MDB_txn *txn, MDB_dbi *tables, size_t place, int is_hashed) {
  const struct event *event = &events[place];
  unsigned char position[8], key[128], value[1 << 17], buffer[1 << 16];
  big_endian(position, place + 1);
  memcpy(value, event->record, event->record_length);
  unsigned char *leaf = value + event->record_length;
  if (is_hashed) {
    buffer[0] = 0;
    memcpy(buffer + 1, event->record, event->record_length);
    SHA256(buffer, event->record_length + 1, leaf);
    uint64_t sum = XXH3_64bits(value, event->record_length + HASH);
    memcpy(leaf + HASH, &sum, CHECKSUM);
  }
  put(txn, tables[0], position, 8, value, event->record_length + HASH + CHECKSUM, MDB_APPEND);
  key[0] = (unsigned char)event->kind;
  memcpy(key + 1, event->id, event->id_length);
  key[1 + event->id_length] = 0;
  big_endian(key + 2 + event->id_length, event->version);
  put(txn, tables[1], key, 10 + event->id_length, position, 8, 0);
  if (event->version == 1) {
    key[0] |= 0x80;
    for (uint32_t at = 1; at <= event->id_length; at++)
      if (key[at] >= 'A' && key[at] <= 'Z') key[at] |= 0x20;
    put(txn, tables[1], key, 1 + event->id_length, (void *)event->id, event->id_length, 0);
  }
  if (is_hashed) grow(leaf, place);
  memcpy(tile + place % TILE * HASH, leaf, HASH);
  if (place % TILE == TILE - 1) {
    unsigned char name[9] = {0};
    big_endian(name + 1, place / TILE);
    put(txn, tables[2], name, 9, tile, sizeof tile, 0);
  }
}

static void run(int is_hashed, const char *folder) {
  MDB_env *env;
  MDB_dbi tables[4];
  MDB_txn *txn;
  const char *names[] = {"log", "stream", "tile", "meta"};
  char path[4096];
  if (mkdir(folder, 0700)) fail("cannot make the folder");
  check(mdb_env_create(&env));
  check(mdb_env_set_mapsize(env, (size_t)1 << 30));
  check(mdb_env_set_maxdbs(env, 8));
  check(mdb_env_open(env, folder, MDB_NOTLS, 0600));
  check(mdb_txn_begin(env, NULL, 0, &txn));
  for (int at = 0; at < 4; at++) check(mdb_dbi_open(txn, names[at], MDB_CREATE, &tables[at]));
  check(mdb_txn_commit(txn));
  long long start = nanoseconds();
  for (size_t first = 0; first < count; first += PER_TRANSACTION) {
    size_t last = first + PER_TRANSACTION < count ? first + PER_TRANSACTION : count;
    check(mdb_txn_begin(env, NULL, 0, &txn));
    for (size_t place = first; place < last; place++) append(txn, tables, place, is_hashed);
    put(txn, tables[3], "log.head", 8, tile, 80, 0);
    put(txn, tables[3], "log.tree", 8, edge, 16 * HASH, 0);
    check(mdb_txn_commit(txn));
  }
  long long took = nanoseconds() - start;
  mdb_env_close(env);
  for (int at = 0; at < 2; at++) {
    snprintf(path, sizeof path, "%s/%s", folder, at ? "lock.mdb" : "data.mdb");
    unlink(path);
  }
  rmdir(folder);
  answer(took);
}

int main(int argc, char **argv) {
  char line[4096], how[16], folder[4000];
  if (argc != 2) return 64;
  read_events(argv[1]);
  while (fgets(line, sizeof line, stdin)) {
    if (sscanf(line, "append %15s %3999s", how, folder) != 2) fail("cannot read that");
    run(strcmp(how, "hashed") == 0, folder);
  }
}
