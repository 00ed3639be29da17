"""Waits told at issue and minute by minute, against what products do and against an oracle.

PYTHONPATH=tests/support python -m tests.bench.waits [--quick | --long] [--towns N] [--seed S]

Made-up centres of three classes (calm, overloaded, short of staff), each with wide random truth:
counters, skills, serving times by officer, rule, pauses, lunch, no-shows, transfers. Errors are in
minutes; "held" is how often the 80 % interval held. The first day and those from the fourth on
are judged. The usual size is one centre of each class; ``--long`` asks five of each, minute by
minute, and takes an hour or so.
"""

import argparse

from load_waits import report_waits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="does it work at all")
    parser.add_argument("--long", action="store_true", help="five centres of each, every minute")
    parser.add_argument("--towns", type=int, help="centres of each class")
    parser.add_argument("--seed", type=int, default=0, help="of the first centre")
    asked = parser.parse_args()
    print(report_waits(asked.quick, asked.towns, asked.seed, asked.long))


if __name__ == "__main__":
    main()
