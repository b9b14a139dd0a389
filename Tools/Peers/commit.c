/* Commits of LMDB that compute nothing: as many pages as are asked for, made dirty by writing values
 * over all through one table, and made durable.
 *
 *   commit FOLDER PAGES     PAGES: of 4 KB, that a commit is to write, head and all
 *   < commit TIMES
 *   > ok NANOSECONDS */
#include "lmdb_peer.h"
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

enum { PAGE = 4096, ENTRIES = 40000, VALUE = 1800, TRIES = 20 };

static MDB_env *env;
static MDB_dbi table;
static uint64_t state = 1;

static void put(MDB_txn *txn, uint32_t entry, unsigned flags) {
  static char value[VALUE];
  unsigned char key[4] = {entry >> 24, entry >> 16, entry >> 8, entry};
  MDB_val k = {sizeof key, key}, v = {sizeof value, value};
  memcpy(value, &state, sizeof state);
  check(mdb_put(txn, table, &k, &v, flags));
}

static void fill(const char *folder) {
  MDB_txn *txn;
  if (mkdir(folder, 0700)) fail("cannot make the folder");
  check(mdb_env_create(&env));
  check(mdb_env_set_mapsize(env, (size_t)1 << 30));
  check(mdb_env_open(env, folder, MDB_NOTLS, 0600));
  check(mdb_txn_begin(env, NULL, 0, &txn));
  check(mdb_dbi_open(txn, NULL, 0, &table));
  for (uint32_t entry = 0; entry < ENTRIES; entry++) put(txn, entry, MDB_APPEND);
  check(mdb_txn_commit(txn));
}

/* One transaction that writes over so many values, each on a page of its own as a rule. */
static void commit(int values) {
  MDB_txn *txn;
  check(mdb_txn_begin(env, NULL, 0, &txn));
  for (; values > 0; values--) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    put(txn, (state >> 33) % ENTRIES, 0);
  }
  check(mdb_txn_commit(txn));
}

/* Bytes that this process has given the kernel to write. */
static long written(void) {
  char line[128];
  long bytes = -1;
  FILE *file = fopen("/proc/self/io", "r");
  while (file && fgets(line, sizeof line, file)) sscanf(line, "wchar: %ld", &bytes);
  if (file) fclose(file);
  if (bytes < 0) fail("cannot tell what was written");
  return bytes;
}

/* The most values whose commits write no more pages than that. */
static int values_for(int pages) {
  for (int values = 1;; values++) {
    long before = written();
    for (int time = 0; time < TRIES; time++) commit(values);
    if ((written() - before) / TRIES > (long)pages * PAGE) return values > 1 ? values - 1 : 1;
  }
}

int main(int argc, char **argv) {
  char line[256];
  if (argc != 3) return 64;
  fill(argv[1]);
  int values = values_for(atoi(argv[2]));
  while (fgets(line, sizeof line, stdin)) {
    int times;
    if (sscanf(line, "commit %d", &times) != 1) fail("cannot read that");
    long long start = nanoseconds();
    for (int time = 0; time < times; time++) commit(values);
    answer(nanoseconds() - start);
  }
}
