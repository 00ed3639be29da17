"""A keystroke of the procedure search against a bare LIKE over the same names.

PYTHONPATH=tests/support python -m tests.bench.searching
"""

from load_figures import table
from load_searching import measure_searching


def main() -> None:
    print(table("searching", measure_searching()))


if __name__ == "__main__":
    main()
