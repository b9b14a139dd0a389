/* An event as a caller gives it, the form that its fields must have, and the record that is made of it. */
#ifndef STIPPLE_RECORD_H
#define STIPPLE_RECORD_H
#include "peer.h"
#include <stdint.h>
#include <string.h>
#include <strings.h>

enum { RECORD_LIMIT = 1 << 16 };

/* An event's texts, in the order in which they are given and stored. */
enum { STREAM, RECORDED_BY, PAYLOAD, PERFORMED_BY, CORRELATION, LATE_REASON, TEXTS };

struct given {
  int64_t occurred_at;
  uint16_t type, schema;
  int16_t offset;
  uint8_t kind, precision;
  uint64_t entry_mode;
  uint32_t length[TEXTS];
};

struct event {
  struct given is;
  const unsigned char *text[TEXTS];
};

/* Who did it is kept where that is another than who recorded it; nothing stands for an empty text. */
static int is_present(const struct event *event, int text) {
  size_t length = event->is.length[text];
  if (text == PERFORMED_BY && length == event->is.length[RECORDED_BY]
      && !memcmp(event->text[text], event->text[RECORDED_BY], length))
    return 0;
  return length > 0 || text <= PAYLOAD;
}

static int is_id(const unsigned char *text, size_t length) {
  for (size_t at = 0; at < length; at++) {
    unsigned char byte = text[at], letter = byte | 0x20;
    if (!((letter >= 'a' && letter <= 'z') || (byte >= '0' && byte <= ':') || byte == '.'
            || byte == '_' || byte == '-'))
      return 0;
  }
  return length >= 1 && length <= 64;
}

static void check_form(const struct event *event) {
  for (int text = 0; text < TEXTS; text++) {
    size_t length = event->is.length[text];
    int is_mandatory = text == STREAM || text == RECORDED_BY;
    if (text == PAYLOAD || (length == 0 && !is_mandatory)) continue;
    int is_sound = text == LATE_REASON ? !memchr(event->text[text], 0, length)
                                       : is_id(event->text[text], length);
    if (!is_sound) fail("a field is not in its form");
  }
  if (event->is.length[STREAM] == 3 && !strncasecmp((const char *)event->text[STREAM], "new", 3))
    fail("a reserved id");
  if (event->is.offset < -1439 || event->is.offset > 1439) fail("no offset");
}

/* Lays an event's record out: a header, a word of marks, a word for each slot, the texts. */
static size_t encode(unsigned char *record, const struct event *event, uint64_t position,
    uint64_t version, int64_t recorded_at) {
  /* The slot of each text; a text is followed by a zero, the payload by nothing. */
  static const int slots[TEXTS] = {2, 6, 7, 9, 11, 13};
  int last = 7;
  for (int text = PERFORMED_BY; text < TEXTS; text++)
    if (is_present(event, text)) last = slots[text];
  size_t end = 16 + 8 * (size_t)(last + 1);
  if (end + event->is.length[PAYLOAD] + event->is.length[LATE_REASON] + 4 * 65 > RECORD_LIMIT)
    fail("too large");
  uint64_t word[16] = {0}, marks = 0xFF;
  word[0] = position;
  word[1] = event->is.type | (uint64_t)event->is.schema << 16
      | (uint64_t)(uint16_t)event->is.offset << 32 | (uint64_t)event->is.kind << 48
      | (uint64_t)event->is.precision << 56 | event->is.entry_mode << 60;
  word[3] = version;
  word[4] = (uint64_t)event->is.occurred_at;
  word[5] = (uint64_t)recorded_at;
  for (int text = 0; text < TEXTS; text++) {
    size_t length = event->is.length[text];
    if (!is_present(event, text)) continue;
    memcpy(record + end, event->text[text], length);
    word[slots[text]] = end | (uint64_t)length << 32;
    marks |= 1u << slots[text];
    end += length;
    if (text != PAYLOAD) record[end++] = 0;
  }
  uint64_t header = 1 | 1 << 16 | (uint64_t)(last + 1) << 32;
  memcpy(record, &header, 8);
  memcpy(record + 8, &marks, 8);
  memcpy(record + 16, word, 8 * (size_t)(last + 1));
  return end;
}
#endif
