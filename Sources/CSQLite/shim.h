#include <sqlite3.h>

// Swift cannot call variadic C functions: these give the ones that are needed a fixed shape.

static inline int stipple_db_config_bool(sqlite3 *db, int option, int value) {
  return sqlite3_db_config(db, option, value, (int *)0);
}

static inline int stipple_vtab_config(sqlite3 *db, int option) {
  return sqlite3_vtab_config(db, option);
}

// SQLite 3.40.1 asks a Bloom filter before an index that it makes for one statement, and the filter
// takes texts of unlike length for unlike: `collate rtrim` then loses rows. The bit is
// SQLITE_BloomFilter of sqliteInt.h.
static inline int stipple_leave_out_bloom_filters(sqlite3 *db) {
  return sqlite3_test_control(SQLITE_TESTCTRL_OPTIMIZATIONS, db, 0x00080000);
}
