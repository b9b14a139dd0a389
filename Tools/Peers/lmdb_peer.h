/* What every peer in C on liblmdb does besides. */
#ifndef STIPPLE_LMDB_PEER_H
#define STIPPLE_LMDB_PEER_H
#include "peer.h"
#include <lmdb.h>
#include <unistd.h>

static inline void check(int result) {
  if (result != 0) fail(mdb_strerror(result));
}

/* Closes an environment and removes it with its folder. */
static inline void remove_env(MDB_env *env, const char *folder) {
  static const char *files[] = {"data.mdb", "lock.mdb"};
  char path[4096];
  mdb_env_close(env);
  for (int at = 0; at < 2; at++) {
    snprintf(path, sizeof path, "%s/%s", folder, files[at]);
    unlink(path);
  }
  rmdir(folder);
}
#endif
