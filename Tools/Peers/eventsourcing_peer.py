"""The Python library eventsourcing on SQLite, as its manual shows it: an aggregate a session, its
events as JSON. It keeps the events alone: no rows, no facts, no indexes but its own.

    eventsourcing_peer.py DATABASE
    < record COMMANDS TRANSACTIONS    > ok NANOSECONDS
    < fill EVENTS                     > ok NANOSECONDS
    < replay                          > ok NANOSECONDS     every event of the log read and decoded
"""

import os
import sys
import time
import uuid

os.environ["PERSISTENCE_MODULE"] = "eventsourcing.sqlite"
os.environ["SQLITE_DBNAME"] = sys.argv[1]

from eventsourcing.application import Application  # noqa: E402
from eventsourcing.domain import Aggregate, event  # noqa: E402


class Session(Aggregate):
    @event("Opened")
    def __init__(self, client: str, practitioner: str):
        self.client = client
        self.practitioner = practitioner
        self.needling = None

    @event("PainScored")
    def score_pain(self, phase: str, score: int, recorded_by: str, performed_by: str):
        self.needling = score


class Clinic(Application):
    # A session that was loaded stays loaded, as ours stays in the map.
    env = {"AGGREGATE_CACHE_MAXSIZE": "1000", "DEEPCOPY_FROM_AGGREGATE_CACHE": "n"}


class Peer:
    def __init__(self):
        self.clinic = Clinic()
        self.sessions = [Session("C1", "U4") for _ in range(200)]
        self.clinic.save(*self.sessions)
        self.number = 0

    def record(self, commands, transactions):
        start = time.perf_counter_ns()
        for _ in range(transactions):
            changed = []
            for _ in range(commands):
                session = self.sessions[self.number * 31 % len(self.sessions)]
                session.score_pain("needling", self.number % 11, "U4", "U4")
                changed.append(session)
                self.number += 1
            self.clinic.save(*changed)
        return time.perf_counter_ns() - start

    def replay(self):
        start = time.perf_counter_ns()
        at, seen = 1, 0
        while True:
            section = self.clinic.notification_log.select(at, 10)
            if not section:
                break
            for notification in section:
                self.clinic.mapper.to_domain_event(notification)
                seen += 1
            at = section[-1].id + 1
        took = time.perf_counter_ns() - start
        # Told for as many events as were asked to be filled in.
        return took * self.filled // max(seen, 1)

    def fill(self, events):
        self.filled = events
        return self.record(100, max(events // 100, 1))


def main():
    peer = Peer()
    for line in sys.stdin:
        words = line.split()
        try:
            took = getattr(peer, words[0])(*map(int, words[1:]))
            print("ok", took, flush=True)
        except Exception as problem:  # what went wrong is the answer
            print("error", repr(problem).replace("\n", " "), flush=True)
            return


if __name__ == "__main__":
    main()
