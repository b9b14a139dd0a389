/* A store's rows and indexes copied, in their order, into an environment that is empty, and made
 * durable: what a rebuild puts, by a program that has it all made and sorted beforehand.
 *
 *   copy STORE
 *   < copy FOLDER
 *   > ok NANOSECONDS */
#include "lmdb_peer.h"
#include <string.h>
#include <sys/stat.h>

static MDB_env *store;

static MDB_env *open_env(const char *path, unsigned flags) {
  MDB_env *env;
  check(mdb_env_create(&env));
  check(mdb_env_set_maxdbs(env, 32));
  /* However the store may grow: no page is taken before it is written. */
  check(mdb_env_set_mapsize(env, (size_t)64 << 30));
  check(mdb_env_open(env, path, flags | MDB_NOTLS, 0600));
  return env;
}

static void copy(MDB_txn *from, MDB_txn *to, const char *name) {
  MDB_dbi source, target;
  MDB_cursor *reader, *writer;
  MDB_val key, value;
  int result;
  check(mdb_dbi_open(from, name, 0, &source));
  check(mdb_dbi_open(to, name, MDB_CREATE, &target));
  check(mdb_cursor_open(from, source, &reader));
  check(mdb_cursor_open(to, target, &writer));
  while ((result = mdb_cursor_get(reader, &key, &value, MDB_NEXT)) == 0)
    check(mdb_cursor_put(writer, &key, &value, MDB_APPEND));
  if (result != MDB_NOTFOUND) check(result);
  mdb_cursor_close(reader);
  mdb_cursor_close(writer);
}

static void run(const char *folder) {
  MDB_txn *from, *to;
  if (mkdir(folder, 0700)) fail("cannot make the folder");
  MDB_env *env = open_env(folder, 0);
  long long start = nanoseconds();
  check(mdb_txn_begin(store, NULL, MDB_RDONLY, &from));
  check(mdb_txn_begin(env, NULL, 0, &to));
  copy(from, to, "row");
  copy(from, to, "index");
  mdb_txn_abort(from);
  check(mdb_txn_commit(to));
  long long took = nanoseconds() - start;
  remove_env(env, folder);
  answer(took);
}

int main(int argc, char **argv) {
  char line[4096], folder[4000], file[4096];
  if (argc != 2) return 64;
  snprintf(file, sizeof file, "%s/data.mdb", argv[1]);
  store = open_env(file, MDB_NOSUBDIR | MDB_RDONLY | MDB_NOLOCK);
  while (fgets(line, sizeof line, stdin)) {
    if (sscanf(line, "copy %3999s", folder) != 1) fail("cannot read that");
    run(folder);
  }
}
