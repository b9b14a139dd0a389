/* A pain score recorded in PostgreSQL through libpq, as it would be if speed were wanted: one command
 * is one prepared statement that writes event, row and fact row, so one round trip and one
 * transaction; more commands a transaction go out in one pipeline.
 *
 *   postgres SOCKET-FOLDER
 *   < sql STATEMENT                    > ok 0
 *   < copy TABLE CSV-FILE              > ok 0
 *   < record COMMANDS TRANSACTIONS     > ok NANOSECONDS */
#include "peer.h"
#include <libpq-fe.h>
#include <string.h>

static PGconn *connection;
static int number;

static const char *record_score =
    "with e as (insert into log (position, stream, version, type, record)"
    "  select (select max(position) + 1 from log), '5/' || $1::text,"
    "    (select coalesce(max(version), 0) + 1 from log where stream = '5/' || $1::text), 413,"
    "    $2::bytea returning position),"
    " s as (update sessions set pain_needling = 3, version = version + 1,"
    "    last_position = (select position from e) where id = $1::text)"
    " insert into pain_scores (position, ordinal, session, client, phase, score, occurred_at,"
    "    recorded_at, recorded_by, performed_by, amended)"
    "  select position, 0, $1::text, $1::text, 'needling', 3, '2026-07-01 10:00:00',"
    "    '2026-07-01 10:00:00', 'U4', 'U4', 0 from e";

static void fail_as_told(void) {
  char text[1024];
  snprintf(text, sizeof text, "%s", PQerrorMessage(connection));
  for (char *at = text; *at; at++)
    if (*at == '\n') *at = ' ';
  fail(text);
}

static void take(PGresult *result, ExecStatusType wanted) {
  if (PQresultStatus(result) != wanted) fail_as_told();
  PQclear(result);
}

static void copy(const char *table, const char *path) {
  char sql[256], bytes[1 << 16];
  FILE *file = fopen(path, "r");
  /* No file is a table without rows. */
  if (!file) return;
  snprintf(sql, sizeof sql, "copy %s from stdin with (format csv, header)", table);
  take(PQexec(connection, sql), PGRES_COPY_IN);
  for (size_t length; (length = fread(bytes, 1, sizeof bytes, file)) > 0;)
    if (PQputCopyData(connection, bytes, (int)length) != 1) fail_as_told();
  fclose(file);
  if (PQputCopyEnd(connection, NULL) != 1) fail_as_told();
  take(PQgetResult(connection), PGRES_COMMAND_OK);
  while (PQgetResult(connection)) {}
}

static void arguments(char *session, const char **values, int *lengths, int *formats) {
  static char record[200];
  memset(record, 7, sizeof record);
  snprintf(session, 32, "BENCH-%d", number++ * 31 % 200);
  values[0] = session;
  values[1] = record;
  lengths[1] = sizeof record;
  formats[0] = 0;
  formats[1] = 1;
}

static void record(int commands) {
  char session[32];
  const char *values[2];
  int lengths[2] = {0, 0}, formats[2];
  if (commands == 1) {
    arguments(session, values, lengths, formats);
    take(PQexecPrepared(connection, "score", 2, values, lengths, formats, 0), PGRES_COMMAND_OK);
    return;
  }
  /* What stands between two syncs is one transaction. */
  if (!PQenterPipelineMode(connection)) fail_as_told();
  for (int command = 0; command < commands; command++) {
    arguments(session, values, lengths, formats);
    if (!PQsendQueryPrepared(connection, "score", 2, values, lengths, formats, 0)) fail_as_told();
  }
  if (!PQpipelineSync(connection)) fail_as_told();
  for (int command = 0; command < commands; command++) {
    take(PQgetResult(connection), PGRES_COMMAND_OK);
    if (PQgetResult(connection)) fail_as_told();
  }
  take(PQgetResult(connection), PGRES_PIPELINE_SYNC);
  if (!PQexitPipelineMode(connection)) fail_as_told();
}

int main(int argc, char **argv) {
  static char line[1 << 16], table[64], path[4096];
  int commands, transactions, is_prepared = 0;
  if (argc != 2) return 64;
  snprintf(line, sizeof line, "host=%s user=postgres dbname=postgres", argv[1]);
  connection = PQconnectdb(line);
  if (PQstatus(connection) != CONNECTION_OK) fail_as_told();
  take(PQexec(connection, "set client_min_messages = error"), PGRES_COMMAND_OK);
  while (fgets(line, sizeof line, stdin)) {
    long long took = 0;
    if (strncmp(line, "sql ", 4) == 0) {
      take(PQexec(connection, line + 4), PGRES_COMMAND_OK);
    } else if (sscanf(line, "copy %63s %4095s", table, path) == 2) {
      copy(table, path);
    } else if (sscanf(line, "record %d %d", &commands, &transactions) == 2) {
      if (!is_prepared)
        take(PQprepare(connection, "score", record_score, 0, NULL), PGRES_COMMAND_OK);
      is_prepared = 1;
      long long start = nanoseconds();
      for (int at = 0; at < transactions; at++) record(commands);
      took = nanoseconds() - start;
    } else {
      fail("cannot read that");
    }
    answer(took);
  }
  PQfinish(connection);
}
