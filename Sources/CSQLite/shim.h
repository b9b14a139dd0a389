#include <sqlite3.h>

// Swift cannot call variadic C functions: these give the two that are needed a fixed shape.

static inline int stipple_db_config_bool(sqlite3 *db, int option, int value) {
  return sqlite3_db_config(db, option, value, (int *)0);
}

static inline int stipple_vtab_config(sqlite3 *db, int option) {
  return sqlite3_vtab_config(db, option);
}
