"""schemathesis over the whole OpenAPI document as every role, many times each.

``python tests/bench/conformance.py [--examples 30] [--seed 1]``: prints what an answer broke of the
document, and how often was asked; ends with 1 when anything was wrong. Half an hour on two cores.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from schema_walk import ROLES, Walk, may  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began, wrong, told = time.monotonic(), 0, set()
    with tempfile.TemporaryDirectory() as data:
        walk = Walk.open(Path(data))
        operations = list(walk.operations())
        for operation in operations:
            for role in ROLES:
                # Whoever may not is refused before anything is looked at: twice is enough.
                examples = given.examples if role in may(operation) else 2
                for fault in walk.walk(role, operation, examples, given.seed):
                    wrong += 1
                    key = (fault.operation, fault.told.splitlines()[0])
                    if key not in told:
                        told.add(key)
                        print(fault, end="\n\n", flush=True)
        statuses = dict(sorted(walk.statuses.items()))
        walk.close()
    print(f"{len(operations)} operations, {len(ROLES)} roles, {walk.asked} requests: {statuses}")
    print(f"{len(told)} faults in {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
