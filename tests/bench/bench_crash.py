"""Kills 200 whole cycles at random moments and checks that nothing was lost: `python -m tests.bench.bench_crash [KILLS]`."""

from __future__ import annotations

import os
import sys
import time

import pytest

DEFAULT_KILLS = "200"


def main() -> int:
    """Run the crash test with more kills; print how long they took."""
    os.environ["MAINSTAY_TEST_KILLS"] = kills = sys.argv[1] if len(sys.argv) > 1 else DEFAULT_KILLS
    began = time.monotonic()
    code = pytest.main(["-q", "tests/e2e/test_crash.py"])
    print(f"{kills} kills in {time.monotonic() - began:.0f} s: {'nothing lost' if code == 0 else 'FAILED'}")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
