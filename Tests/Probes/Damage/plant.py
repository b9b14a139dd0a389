"""Damages one thing in a closed store, behind stipple's back: plant.py STORE NAME.

Written from the description of the format alone. Without NAME it lists the names; `nothing` opens
the store, writes what was there and goes, as a control.
"""

import hashlib
import struct
import sys

import lmdb
import xxhash

CHECKSUM = 8
HASH = 32


def sealed(body):
    """The bytes with their checksum behind them."""
    return body + struct.pack("<Q", xxhash.xxh3_64_intdigest(body))


def position(number):
    return struct.pack(">Q", number)


class Store:
    """The six databases, in one write transaction."""

    names = ("log", "stream", "event_id", "meta", "row", "index")

    def __init__(self, path):
        # Nobody else has it open, and another LMDB's lock file may be laid out otherwise.
        self.env = lmdb.open(path, max_dbs=32, map_size=1 << 30, lock=False)
        self.tables = {name: self.env.open_db(name.encode(), create=False) for name in self.names}
        self.txn = self.env.begin(write=True)

    def get(self, table, key):
        value = self.txn.get(key, db=self.tables[table])
        assert value is not None, f"{table} has no {key.hex()}"
        return bytes(value)

    def put(self, table, key, value):
        self.txn.put(key, value, db=self.tables[table])

    def delete(self, table, key):
        assert self.txn.delete(key, db=self.tables[table]), f"{table} has no {key.hex()}"

    def keys(self, table, prefix=b""):
        cursor = self.txn.cursor(db=self.tables[table])
        found = []
        there = cursor.set_range(prefix)
        while there and cursor.key().startswith(prefix):
            found.append(bytes(cursor.key()))
            there = cursor.next()
        return found

    def commit(self):
        self.txn.commit()
        self.env.close()


def flipped(value, at, bit=1):
    changed = bytearray(value)
    changed[at] ^= bit
    return bytes(changed)


def replaced(value, old, new):
    assert len(old) == len(new) and value.count(old) >= 1, (old, value)
    return value.replace(old, new)


def record_of(value):
    return value[:-CHECKSUM]


# The serum of the first visit, lot HA-7; the head is the log's last event.
SERUM = 33
LAST = 52


def log_byte(store):
    value = store.get("log", position(SERUM))
    store.put("log", position(SERUM), flipped(value, len(value) // 2))


def log_byte_checksum_right(store):
    record = record_of(store.get("log", position(SERUM)))
    store.put("log", position(SERUM), sealed(replaced(record, b"HA-7", b"HA-8")))


def log_last_byte_checksum_right(store):
    # Slot 4 of an event is occurred_at: a microsecond more or less.
    record = record_of(store.get("log", position(LAST)))
    store.put("log", position(LAST), sealed(flipped(record, 16 + 8 * 4)))


def log_unreadable_data(store):
    # The payload begins with the number of its schema, 412 for a serum; it becomes one unknown.
    record = record_of(store.get("log", position(SERUM)))
    header = struct.pack("<HH", 412, 1)
    record = replaced(record, header, struct.pack("<HH", 499, 1))
    store.put("log", position(SERUM), sealed(record))


def log_other_event(store):
    store.put("log", position(SERUM), store.get("log", position(SERUM + 1)))


def log_deleted(store):
    store.delete("log", position(SERUM))


def log_several_deleted(store):
    for number in range(SERUM, SERUM + 3):
        store.delete("log", position(number))


def log_first_deleted(store):
    store.delete("log", position(1))


def log_last_deleted(store):
    store.delete("log", position(LAST))


def log_past_head(store):
    store.put("log", position(LAST + 1), store.get("log", position(LAST)))


def log_far_past_head(store):
    store.put("log", position(1 << 60), store.get("log", position(LAST)))


def log_stray_key(store):
    store.put("log", b"\0\0\0", b"x")


def log_empty_value(store):
    store.put("log", position(SERUM), b"")


def recorded_earlier(store):
    # Slot 5 of an event is recorded_at; slots begin behind header and one word of marks.
    record = bytearray(record_of(store.get("log", position(SERUM))))
    struct.pack_into("<q", record, 16 + 8 * 5, 1_000_000)
    store.put("log", position(SERUM), sealed(bytes(record)))


def head_byte(store):
    store.put("meta", b"log.head", flipped(store.get("meta", b"log.head"), 20))


def head_deleted(store):
    store.delete("meta", b"log.head")


def head_behind(store):
    body = bytearray(store.get("meta", b"log.head")[:-CHECKSUM])
    struct.pack_into("<q", body, 16, LAST - 1)
    store.put("meta", b"log.head", sealed(bytes(body)))


def head_ahead(store):
    body = bytearray(store.get("meta", b"log.head")[:-CHECKSUM])
    struct.pack_into("<q", body, 16, LAST + 2)
    store.put("meta", b"log.head", sealed(bytes(body)))


def head_far_ahead(store):
    body = bytearray(store.get("meta", b"log.head")[:-CHECKSUM])
    struct.pack_into("<Q", body, 16, (1 << 64) - 1)
    store.put("meta", b"log.head", sealed(bytes(body)))


def head_time(store):
    body = bytearray(store.get("meta", b"log.head")[:-CHECKSUM])
    struct.pack_into("<q", body, 24, 1_000_000)
    store.put("meta", b"log.head", sealed(bytes(body)))


EDGE = b"log.tree"


def edge_byte(store):
    store.put("meta", EDGE, flipped(store.get("meta", EDGE), 20))


def edge_deleted(store):
    store.delete("meta", EDGE)


def edge_behind(store):
    """The edge of the tree of the first event alone, as it once was."""
    first = record_of(store.get("log", position(1)))
    leaf = hashlib.sha256(b"\0" + first).digest()
    store.put("meta", EDGE, sealed(struct.pack(">Q", 1) + leaf))


def edge_other(store):
    body = store.get("meta", EDGE)[:-CHECKSUM]
    store.put("meta", EDGE, sealed(flipped(body, 20)))


def edge_ahead(store):
    body = store.get("meta", EDGE)[8:-CHECKSUM]
    size = (1 << (len(body) // HASH)) - 1
    store.put("meta", EDGE, sealed(struct.pack(">Q", size << 10) + body))


def version_key(kind, name, version):
    return bytes([kind]) + name + b"\0" + position(version)


SESSION = 3


def stream_deleted(store):
    store.delete("stream", version_key(SESSION, b"S1", 7))


def stream_elsewhere(store):
    store.put("stream", version_key(SESSION, b"S1", 7), position(SERUM + 1))


def stream_nowhere(store):
    store.put("stream", version_key(SESSION, b"S1", 7), position(9_999))


def stream_stray(store):
    store.put("stream", version_key(SESSION, b"S9", 1), position(SERUM))


def stream_cut(store):
    store.put("stream", version_key(SESSION, b"S1", 7), b"\0\1")


def stream_name_deleted(store):
    store.delete("stream", bytes([SESSION | 0x80]) + b"s1")


def stream_name_stray(store):
    store.put("stream", bytes([SESSION | 0x80]) + b"s9", b"S9")


def stream_name_other(store):
    store.put("stream", bytes([SESSION | 0x80]) + b"s1", b"S2")


def event_id_deleted(store):
    store.delete("event_id", b"E1")


def event_id_stray(store):
    store.put("event_id", b"E9", position(SERUM))


def event_id_elsewhere(store):
    store.put("event_id", b"E1", position(LAST - 1))


def event_id_nowhere(store):
    store.put("event_id", b"E1", position(9_999))


SESSIONS, PASSES, SERUMS = 4, 23, 22


def row_byte(store):
    key = bytes([SESSIONS]) + b"S1"
    value = store.get("row", key)
    store.put("row", key, flipped(value, len(value) // 2))


def row_byte_checksum_right(store):
    key = bytes([SESSIONS]) + b"S1"
    body = store.get("row", key)[:-CHECKSUM]
    # Slot 1 is the version: how many entries the session has.
    store.put("row", key, sealed(replaced_version(body)))


def replaced_version(body):
    slots = struct.unpack_from("<H", body, 4)[0]
    at = 8 + (slots + 63) // 64 * 8 + 8
    changed = bytearray(body)
    struct.pack_into("<q", changed, at, 3)
    return bytes(changed)


def row_replaced(store):
    first, second = store.keys("row", bytes([PASSES]))[:2]
    store.put("row", first, store.get("row", second))


def row_deleted(store):
    store.delete("row", store.keys("row", bytes([PASSES]))[1])


def row_extra(store):
    key = store.keys("row", bytes([PASSES]))[0]
    store.put("row", bytes([PASSES]) + position(34) + struct.pack(">I", 5), store.get("row", key))


def row_extra_state(store):
    store.put("row", bytes([SESSIONS]) + b"S77", store.get("row", bytes([SESSIONS]) + b"S1"))


def row_odd_key(store):
    store.put("row", bytes([PASSES]), b"")


def row_of_no_table(store):
    store.put("row", bytes([99]) + b"X", b"x")


def row_last_deleted(store):
    store.delete("row", store.keys("row", bytes([PASSES]))[-1])


# The client of a session stands in slot 5, an id.
def index_deleted(store):
    store.delete("index", store.keys("index", bytes([SESSIONS]))[0])


def index_stray(store):
    key = store.keys("index", bytes([PASSES]))[0]
    store.put("index", key[:2] + b"\2ZZ\0" + key[-12:], b"")


def index_value(store):
    store.put("index", store.keys("index", bytes([PASSES]))[0], b"x")


def index_other_column(store):
    store.put("index", bytes([PASSES, 0]) + b"\0x", b"")


def index_of_no_table(store):
    store.put("index", bytes([99, 1]) + b"\0x", b"")


def index_short(store):
    store.put("index", bytes([PASSES]), b"")


def counts_other(store):
    body = bytearray(store.get("meta", b"store.counts")[:-CHECKSUM])
    body[8 * SESSIONS + 7] += 1
    store.put("meta", b"store.counts", sealed(bytes(body)))


def counts_huge(store):
    body = bytearray(store.get("meta", b"store.counts")[:-CHECKSUM])
    struct.pack_into(">Q", body, 8 * SESSIONS, (1 << 64) - 1)
    store.put("meta", b"store.counts", sealed(bytes(body)))


def counts_byte(store):
    store.put("meta", b"store.counts", flipped(store.get("meta", b"store.counts"), 3))


def counts_deleted(store):
    store.delete("meta", b"store.counts")


def folds_other(store):
    body = bytearray(store.get("meta", b"store.folds")[:-CHECKSUM])
    # Of each table 21 bytes: its number, its fold's version, a digest of its shape. Sessions are the
    # fourth.
    assert body[21 * 3] == SESSIONS
    body[21 * 3 + 4] += 1
    store.put("meta", b"store.folds", sealed(bytes(body)))


def folds_shape(store):
    body = bytearray(store.get("meta", b"store.folds")[:-CHECKSUM])
    body[21 * 3 + 5] ^= 1
    store.put("meta", b"store.folds", sealed(bytes(body)))


def folds_byte(store):
    store.put("meta", b"store.folds", flipped(store.get("meta", b"store.folds"), 7))


def folds_of_no_table(store):
    body = store.get("meta", b"store.folds")[:-CHECKSUM]
    store.put("meta", b"store.folds", sealed(body + bytes([99]) + bytes(20)))


def nothing(store):
    for name in Store.names:
        for key in store.keys(name):
            store.put(name, key, store.get(name, key))


DAMAGES = {
    name: function
    for name, function in list(globals().items())
    if callable(function)
    and getattr(function, "__module__", None) == "__main__"
    and not isinstance(function, type)
    and function.__code__.co_varnames[:1] == ("store",)
}


def main(arguments):
    if len(arguments) < 2:
        print("\n".join(sorted(DAMAGES)))
        return
    path, name = arguments
    store = Store(path)
    DAMAGES[name](store)
    store.commit()


main(sys.argv[1:])
