/* Virtual tables with nothing behind them: what SQLite takes to be given rows at all, and the least
 * that any virtual table can do.
 *
 * `bare` has `row_count` rows, grouped by phase already. `bare_sessions` has the row of every id that
 * it is asked for, by one of twenty practitioners. */
#ifndef STIPPLE_BARE_H
#define STIPPLE_BARE_H
#include <sqlite3.h>
#include <stdlib.h>

static sqlite3_int64 row_count;

/* The place of the constraint that the first column equals something known; -1 if there is none. */
static int equal_first(const sqlite3_index_info *info) {
  for (int place = 0; place < info->nConstraint; place++)
    if (info->aConstraint[place].usable && info->aConstraint[place].iColumn == 0
        && info->aConstraint[place].op == SQLITE_INDEX_CONSTRAINT_EQ)
      return place;
  return -1;
}

struct bare_cursor {
  sqlite3_vtab_cursor base;
  sqlite3_int64 count, end;
};

static int disconnect(sqlite3_vtab *table) {
  free(table);
  return SQLITE_OK;
}

static int open_bare(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor) {
  (void)table;
  struct bare_cursor *at = calloc(1, sizeof *at);
  *cursor = &at->base;
  return SQLITE_OK;
}

static int close_bare(sqlite3_vtab_cursor *cursor) {
  free(cursor);
  return SQLITE_OK;
}

static int next_bare(sqlite3_vtab_cursor *cursor) {
  ((struct bare_cursor *)cursor)->count++;
  return SQLITE_OK;
}

static int is_past_bare(sqlite3_vtab_cursor *cursor) {
  const struct bare_cursor *at = (struct bare_cursor *)cursor;
  return at->count >= at->end;
}

static int row_id_bare(sqlite3_vtab_cursor *cursor, sqlite3_int64 *id) {
  *id = ((struct bare_cursor *)cursor)->count;
  return SQLITE_OK;
}

/* `bare`: a cursor that only counts. */

static int connect_bare(sqlite3 *db, void *data, int argc, const char *const *argv,
    sqlite3_vtab **table, char **error) {
  (void)data, (void)argc, (void)argv, (void)error;
  *table = calloc(1, sizeof **table);
  return sqlite3_declare_vtab(db, "create table bare (phase text, session text)");
}

static int best_of_bare(sqlite3_vtab *table, sqlite3_index_info *info) {
  (void)table;
  info->estimatedCost = 1e6;
  info->orderByConsumed = 1;
  return SQLITE_OK;
}

static int filter_bare(sqlite3_vtab_cursor *cursor, int number, const char *text, int argc,
    sqlite3_value **argv) {
  (void)number, (void)text, (void)argc, (void)argv;
  struct bare_cursor *at = (struct bare_cursor *)cursor;
  at->count = 0;
  at->end = row_count;
  return SQLITE_OK;
}

static int column_of_bare(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int number) {
  static const char *phases[] = {"numbing", "needling", "after"};
  const struct bare_cursor *at = (struct bare_cursor *)cursor;
  const char *text = number == 0 ? phases[at->count * 3 / row_count] : "S3739";
  sqlite3_result_text(context, text, -1, SQLITE_STATIC);
  return SQLITE_OK;
}

static sqlite3_module bare = {.xConnect = connect_bare, .xBestIndex = best_of_bare,
    .xDisconnect = disconnect, .xOpen = open_bare, .xClose = close_bare,
    .xFilter = filter_bare, .xNext = next_bare, .xEof = is_past_bare,
    .xColumn = column_of_bare, .xRowid = row_id_bare};

/* `bare_sessions`: a cursor that counts what it was asked for, and has one row each time. */

static int connect_sessions(sqlite3 *db, void *data, int argc, const char *const *argv,
    sqlite3_vtab **table, char **error) {
  (void)data, (void)argc, (void)argv, (void)error;
  *table = calloc(1, sizeof **table);
  return sqlite3_declare_vtab(db, "create table bare_sessions (id text, practitioner text)");
}

static int best_of_sessions(sqlite3_vtab *table, sqlite3_index_info *info) {
  (void)table;
  int place = equal_first(info);
  if (place < 0) return SQLITE_CONSTRAINT;
  info->aConstraintUsage[place].argvIndex = 1;
  info->aConstraintUsage[place].omit = 1;
  info->estimatedCost = 10;
  info->estimatedRows = 1;
  return SQLITE_OK;
}

static int filter_sessions(sqlite3_vtab_cursor *cursor, int number, const char *text, int argc,
    sqlite3_value **argv) {
  (void)number, (void)text, (void)argc, (void)argv;
  struct bare_cursor *at = (struct bare_cursor *)cursor;
  at->end = at->count + 1;
  return SQLITE_OK;
}

static int column_of_sessions(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int number) {
  static const char *staff[] = {"U4", "U5", "U6", "U7", "U8", "U9", "U10", "U11", "U12", "U13",
      "U14", "U15", "U16", "U17", "U18", "U19", "U20", "U21", "U22", "U23"};
  const struct bare_cursor *at = (struct bare_cursor *)cursor;
  (void)number;
  sqlite3_result_text(context, staff[at->count % 20], -1, SQLITE_STATIC);
  return SQLITE_OK;
}

static sqlite3_module bare_sessions = {.xConnect = connect_sessions, .xBestIndex = best_of_sessions,
    .xDisconnect = disconnect, .xOpen = open_bare, .xClose = close_bare,
    .xFilter = filter_sessions, .xNext = next_bare, .xEof = is_past_bare,
    .xColumn = column_of_sessions, .xRowid = row_id_bare};
#endif
