"""Faults are done by `./check --faults` and `./check --soak` alone: what takes minutes is not collected by others."""

import os
import signal

from tests.proof import FAULTS

collect_ignore_glob = [] if os.environ.get("CHECK") in FAULTS else ["test_*.py"]

if not collect_ignore_glob:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whatever was started is ended, as by Ctrl-C
