/* `pain_scores` as a virtual table in C over the same LMDB file: what SQLite's way of asking costs
 * without Swift. It checks each row's XXH3 as ours does, reads the columns that the questions ask in
 * place, and hands out texts without a copy. It knows no moments, no keys, no indexes, no other plan
 * than a scan.
 *
 * `bare` has as many rows, grouped by phase already, and nothing behind them: what SQLite takes to
 * be given them, and the least that any virtual table can do.
 *
 *   virtual DATA-FILE
 *   < run TIMES SQL      > ok NANOSECONDS */
#include "peer.h"
#include <lmdb.h>
#include <sqlite3.h>
#include <stdint.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

enum { TABLE = 26, SESSION = 2, PHASE = 5, SCORE = 7, RECORDED_BY = 12 };

/* The columns declared, as slots of the record. */
static const int slots[] = {SESSION, PHASE, SCORE, RECORDED_BY};
static const char *phases[] = {"numbing", "needling", "after", ""};

static MDB_env *env;
static MDB_dbi rows;

struct cursor {
  sqlite3_vtab_cursor base;
  MDB_txn *txn;
  MDB_cursor *cursor;
  const unsigned char *record;
  sqlite3_int64 count;
  int is_over;
};

static int take(struct cursor *at, MDB_cursor_op operation, MDB_val key) {
  MDB_val value;
  int result = mdb_cursor_get(at->cursor, &key, &value, operation);
  at->is_over = result == MDB_NOTFOUND || *(unsigned char *)key.mv_data != TABLE;
  if (result && result != MDB_NOTFOUND) return SQLITE_IOERR;
  if (at->is_over) return SQLITE_OK;
  uint64_t sum;
  memcpy(&sum, (char *)value.mv_data + value.mv_size - 8, 8);
  if (sum != XXH3_64bits(value.mv_data, value.mv_size - 8)) return SQLITE_CORRUPT_VTAB;
  at->record = value.mv_data;
  at->count++;
  return SQLITE_OK;
}

static int connect_table(sqlite3 *db, void *data, int argc, const char *const *argv,
    sqlite3_vtab **table, char **error) {
  (void)data, (void)argc, (void)argv, (void)error;
  *table = calloc(1, sizeof **table);
  sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
  return sqlite3_declare_vtab(
      db, "create table pain_scores (session text, phase text, score integer, recorded_by text)");
}

static int disconnect(sqlite3_vtab *table) {
  free(table);
  return SQLITE_OK;
}

static int best_index(sqlite3_vtab *table, sqlite3_index_info *info) {
  (void)table;
  info->estimatedCost = 1e6;
  return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor) {
  (void)table;
  struct cursor *at = calloc(1, sizeof *at);
  if (mdb_txn_begin(env, NULL, MDB_RDONLY, &at->txn) || mdb_cursor_open(at->txn, rows, &at->cursor))
    return SQLITE_IOERR;
  *cursor = &at->base;
  return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *cursor) {
  struct cursor *at = (struct cursor *)cursor;
  mdb_cursor_close(at->cursor);
  mdb_txn_abort(at->txn);
  free(at);
  return SQLITE_OK;
}

static int filter(sqlite3_vtab_cursor *cursor, int number, const char *text, int argc,
    sqlite3_value **argv) {
  (void)number, (void)text, (void)argc, (void)argv;
  unsigned char first = TABLE;
  return take((struct cursor *)cursor, MDB_SET_RANGE, (MDB_val){1, &first});
}

static int next(sqlite3_vtab_cursor *cursor) {
  return take((struct cursor *)cursor, MDB_NEXT, (MDB_val){0});
}

static int is_over(sqlite3_vtab_cursor *cursor) { return ((struct cursor *)cursor)->is_over; }

static int column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int number) {
  const unsigned char *record = ((struct cursor *)cursor)->record;
  int slot = slots[number];
  uint64_t header, present, word;
  memcpy(&header, record, 8);
  memcpy(&present, record + 8, 8);
  int count = header >> 32 & 0xffff;
  if (slot >= count || !(present >> slot & 1)) return SQLITE_OK;
  memcpy(&word, record + 8 + (count + 63) / 64 * 8 + slot * 8, 8);
  if (slot == SCORE) {
    sqlite3_result_int64(context, (sqlite3_int64)word);
  } else if (slot == PHASE) {
    sqlite3_result_text(context, phases[word & 3], -1, SQLITE_STATIC);
  } else {
    sqlite3_result_text(context, (const char *)record + (uint32_t)word, -1, SQLITE_STATIC);
  }
  return SQLITE_OK;
}

static int row_id(sqlite3_vtab_cursor *cursor, sqlite3_int64 *id) {
  *id = ((struct cursor *)cursor)->count;
  return SQLITE_OK;
}

static sqlite3_module module = {.xConnect = connect_table, .xBestIndex = best_index,
    .xDisconnect = disconnect, .xOpen = open_cursor, .xClose = close_cursor, .xFilter = filter,
    .xNext = next, .xEof = is_over, .xColumn = column, .xRowid = row_id};

/* `bare`: a cursor that only counts. */

static sqlite3_int64 row_count;

static int connect_bare(sqlite3 *db, void *data, int argc, const char *const *argv,
    sqlite3_vtab **table, char **error) {
  (void)data, (void)argc, (void)argv, (void)error;
  *table = calloc(1, sizeof **table);
  return sqlite3_declare_vtab(db, "create table bare (phase text)");
}

static int best_of_bare(sqlite3_vtab *table, sqlite3_index_info *info) {
  (void)table;
  info->estimatedCost = 1e6;
  info->orderByConsumed = 1;
  return SQLITE_OK;
}

static int open_bare(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor) {
  (void)table;
  struct cursor *at = calloc(1, sizeof *at);
  *cursor = &at->base;
  return SQLITE_OK;
}

static int close_bare(sqlite3_vtab_cursor *cursor) {
  free(cursor);
  return SQLITE_OK;
}

static int filter_bare(sqlite3_vtab_cursor *cursor, int number, const char *text, int argc,
    sqlite3_value **argv) {
  (void)number, (void)text, (void)argc, (void)argv;
  ((struct cursor *)cursor)->count = 0;
  return SQLITE_OK;
}

static int next_bare(sqlite3_vtab_cursor *cursor) {
  ((struct cursor *)cursor)->count++;
  return SQLITE_OK;
}

static int is_past_bare(sqlite3_vtab_cursor *cursor) {
  return ((struct cursor *)cursor)->count >= row_count;
}

static int column_of_bare(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int number) {
  (void)number;
  int phase = (int)(((struct cursor *)cursor)->count * 3 / row_count);
  sqlite3_result_text(context, phases[phase], -1, SQLITE_STATIC);
  return SQLITE_OK;
}

static sqlite3_module bare = {.xConnect = connect_bare, .xBestIndex = best_of_bare,
    .xDisconnect = disconnect, .xOpen = open_bare, .xClose = close_bare,
    .xFilter = filter_bare, .xNext = next_bare, .xEof = is_past_bare,
    .xColumn = column_of_bare, .xRowid = row_id};

/* Steps through the answer once, looking at every column. */
static int run(sqlite3_stmt *statement) {
  int columns = sqlite3_column_count(statement), result;
  while ((result = sqlite3_step(statement)) == SQLITE_ROW)
    for (int at = 0; at < columns; at++) {
      if (sqlite3_column_type(statement, at) == SQLITE_TEXT) {
        sqlite3_column_text(statement, at);
        sqlite3_column_bytes(statement, at);
      } else {
        sqlite3_column_double(statement, at);
      }
    }
  sqlite3_reset(statement);
  return result;
}

int main(int argc, char **argv) {
  static char line[1 << 16];
  sqlite3 *db;
  MDB_txn *txn;
  if (argc != 2) return 64;
  if (mdb_env_create(&env) || mdb_env_set_maxdbs(env, 32)
      || mdb_env_open(env, argv[1], MDB_NOSUBDIR | MDB_RDONLY | MDB_NOTLS | MDB_NOLOCK, 0600)
      || mdb_txn_begin(env, NULL, MDB_RDONLY, &txn) || mdb_dbi_open(txn, "row", 0, &rows)
      || mdb_txn_commit(txn))
    fail("cannot open the store");
  if (sqlite3_open(":memory:", &db) || sqlite3_create_module(db, "pain_scores", &module, NULL)
      || sqlite3_create_module(db, "bare", &bare, NULL))
    fail("cannot open SQLite");
  sqlite3_stmt *count;
  if (sqlite3_prepare_v2(db, "select count(*) from pain_scores", -1, &count, NULL)
      || sqlite3_step(count) != SQLITE_ROW)
    fail("cannot count the rows");
  row_count = sqlite3_column_int64(count, 0);
  sqlite3_finalize(count);
  while (fgets(line, sizeof line, stdin)) {
    sqlite3_stmt *statement;
    int times, at = 0;
    if (sscanf(line, "run %d %n", &times, &at) != 1) fail("cannot read that");
    if (sqlite3_prepare_v2(db, line + at, -1, &statement, NULL)) fail(sqlite3_errmsg(db));
    long long start = nanoseconds();
    for (int time = 0; time < times; time++)
      if (run(statement) != SQLITE_DONE) fail(sqlite3_errmsg(db));
    long long took = nanoseconds() - start;
    sqlite3_finalize(statement);
    answer(took);
  }
}
