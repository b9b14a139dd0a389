/* What every peer in C does besides its work: it tells the time, answers in a line, and ends at the
 * first thing that goes wrong. */
#ifndef STIPPLE_PEER_H
#define STIPPLE_PEER_H
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline void fail(const char *what) {
  printf("error %s\n", what);
  fflush(stdout);
  exit(1);
}

/* By the clock that never goes back. */
static inline long long nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (long long)now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline void answer(long long took) {
  printf("ok %lld\n", took);
  fflush(stdout);
}
#endif
