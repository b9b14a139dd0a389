/* `pain_scores` and `sessions` as virtual tables in C over the same LMDB file: what SQLite's way of
 * asking costs without Swift. Each row's XXH3 is checked as ours is, the columns that the questions
 * ask are read in place, and texts handed out without a copy. They know no moments, no indexes, no
 * other plan than a scan and, of `sessions`, one row by its id.
 *
 * Beside them the tables of bare.h, with as many rows and nothing behind them.
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
#include "bare.h"

/* A table: its number, the slots of the columns declared, and what each holds. */
struct shape {
  const char *declaration;
  unsigned char number;
  /* Whether its rows are found by the text of the first column. */
  int is_keyed;
  int slots[4];
  enum { TEXT, INTEGER, PHASE } kinds[4];
};

static const struct shape pain_scores = {
    "create table pain_scores (session text, phase text, score integer, recorded_by text)", 26, 0,
    {2, 5, 7, 12}, {TEXT, PHASE, INTEGER, TEXT}};
static const struct shape sessions = {
    "create table sessions (id text, practitioner text)", 4, 1, {0, 9}, {TEXT, TEXT}};

static MDB_env *env;
static MDB_dbi rows;

struct table {
  sqlite3_vtab base;
  const struct shape *shape;
};

struct cursor {
  sqlite3_vtab_cursor base;
  const struct shape *shape;
  MDB_txn *txn;
  MDB_cursor *cursor;
  const unsigned char *record;
  sqlite3_int64 count;
  int is_single, is_over;
};

static int take(struct cursor *at, MDB_cursor_op operation, MDB_val key) {
  MDB_val value;
  int result = mdb_cursor_get(at->cursor, &key, &value, operation);
  at->is_over = result == MDB_NOTFOUND || *(unsigned char *)key.mv_data != at->shape->number;
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
  (void)argc, (void)argv, (void)error;
  struct table *made = calloc(1, sizeof *made);
  made->shape = data;
  *table = &made->base;
  sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
  return sqlite3_declare_vtab(db, made->shape->declaration);
}

static int best_index(sqlite3_vtab *table, sqlite3_index_info *info) {
  info->estimatedCost = 1e6;
  if (!((struct table *)table)->shape->is_keyed) return SQLITE_OK;
  int place = equal_first(info);
  if (place < 0) return SQLITE_OK;
  /* SQLite compares it again: as of ours, '7' might be asked by the number 7. */
  info->aConstraintUsage[place].argvIndex = 1;
  info->idxNum = 1;
  info->estimatedCost = 10;
  info->estimatedRows = 1;
  return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor) {
  struct cursor *at = calloc(1, sizeof *at);
  at->shape = ((struct table *)table)->shape;
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

static int filter(sqlite3_vtab_cursor *cursor, int is_single, const char *text, int argc,
    sqlite3_value **argv) {
  (void)text, (void)argc;
  struct cursor *at = (struct cursor *)cursor;
  unsigned char key[511] = {at->shape->number};
  size_t size = 1;
  at->is_single = is_single;
  if (!is_single) return take(at, MDB_SET_RANGE, (MDB_val){size, key});
  const void *id = sqlite3_value_text(argv[0]);
  size += sqlite3_value_bytes(argv[0]);
  if (size > sizeof key) return SQLITE_TOOBIG;
  memcpy(key + 1, id, size - 1);
  return take(at, MDB_SET_KEY, (MDB_val){size, key});
}

static int next(sqlite3_vtab_cursor *cursor) {
  struct cursor *at = (struct cursor *)cursor;
  if (!at->is_single) return take(at, MDB_NEXT, (MDB_val){0});
  at->is_over = 1;
  return SQLITE_OK;
}

static int is_over(sqlite3_vtab_cursor *cursor) { return ((struct cursor *)cursor)->is_over; }

static int column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int number) {
  static const char *phases[] = {"numbing", "needling", "after", ""};
  const struct cursor *at = (struct cursor *)cursor;
  int slot = at->shape->slots[number];
  uint64_t header, present, word;
  memcpy(&header, at->record, 8);
  memcpy(&present, at->record + 8, 8);
  int count = header >> 32 & 0xffff;
  if (slot >= count || !(present >> slot & 1)) return SQLITE_OK;
  memcpy(&word, at->record + 8 + (count + 63) / 64 * 8 + slot * 8, 8);
  switch (at->shape->kinds[number]) {
  case INTEGER: sqlite3_result_int64(context, (sqlite3_int64)word); break;
  case PHASE: sqlite3_result_text(context, phases[word & 3], -1, SQLITE_STATIC); break;
  case TEXT:
    sqlite3_result_text(context, (const char *)at->record + (uint32_t)word, -1, SQLITE_STATIC);
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
  if (sqlite3_open(":memory:", &db)
      || sqlite3_create_module(db, "pain_scores", &module, (void *)&pain_scores)
      || sqlite3_create_module(db, "sessions", &module, (void *)&sessions)
      || sqlite3_create_module(db, "bare", &bare, NULL)
      || sqlite3_create_module(db, "bare_sessions", &bare_sessions, NULL))
    fail("cannot open SQLite");
  /* As ours: nothing of a store is sorted into files. */
  if (sqlite3_exec(db, "pragma temp_store = memory", NULL, NULL, NULL)) fail(sqlite3_errmsg(db));
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
