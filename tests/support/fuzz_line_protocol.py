"""A coverage-guided fuzzer of the line protocol's parser: a program that atheris (libFuzzer) runs.

    python tests/support/fuzz_line_protocol.py -runs=10000 -seed=1 CORPUS

Half of the mutations get a right checksum, or the fuzzer would never see behind it. It ends with
an error at the first input that `sealed_frames.check` does not agree with.
"""

import random
import re
import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

with atheris.instrument_imports(include=["hardware.line_protocol"]):
    import hardware.line_protocol  # noqa: F401 (imported here so that its branches are seen)

from sealed_frames import check, plain_crc

SEALABLE = re.compile(rb"\$([^$*\r\n]*)\*[^$\n]*\n?")


def seal(data: bytes, choice: random.Random) -> bytes:
    """``data`` with the checksum of one of its frames put right."""
    found = list(SEALABLE.finditer(data))
    if not found:
        return b"$%b*%04X\n" % (data, plain_crc(data))
    one = choice.choice(found)
    sealed = b"$%b*%04X\n" % (one[1], plain_crc(one[1]))
    return data[: one.start()] + sealed + data[one.end() :]


def mutate(data: bytes, max_size: int, seed: int) -> bytes:
    choice = random.Random(seed)
    data = atheris.Mutate(data, max_size)
    return seal(data, choice)[:max_size] if choice.random() < 0.5 else data


def check_one(data: bytes) -> None:
    check(data)


if __name__ == "__main__":
    atheris.Setup(sys.argv, check_one, custom_mutator=mutate)
    atheris.Fuzz()
