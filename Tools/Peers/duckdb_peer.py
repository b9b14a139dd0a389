"""DuckDB in memory, as it comes, with all the machine's cores.

    < load TABLE CSV-FILE      > ok NANOSECONDS
    < run TIMES SQL            > ok NANOSECONDS     every row fetched
"""

import sys
import time

import duckdb


def main():
    connection = duckdb.connect(":memory:")
    for line in sys.stdin:
        word, first, rest = line.rstrip("\n").split(" ", 2)
        start = time.perf_counter_ns()
        try:
            if word == "load":
                connection.execute(
                    f"create table {first} as select * from read_csv(?, header = true)", [rest]
                )
            else:
                for _ in range(int(first)):
                    connection.execute(rest).fetchall()
            print("ok", time.perf_counter_ns() - start, flush=True)
        except Exception as problem:  # what went wrong is the answer
            print("error", str(problem).replace("\n", " "), flush=True)
            return


if __name__ == "__main__":
    main()
