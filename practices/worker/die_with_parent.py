"""A program in Python that is killed with the process that started it, as is all that it forks: `tied PARENT PROGRAM...`.

The program is what stands after `python`: a file, or `-m` and a module. Linux only: see prctl(2), PR_SET_PDEATHSIG.
"""

import ctypes
import multiprocessing
import os
import runpy
import signal
import sys

PR_SET_PDEATHSIG = 1


def tie(parent: int) -> None:
    """Have this process killed when its parent ends, also if it has ended already."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def run_tied(parent: int, program: list[str]) -> None:
    """Run the program in this process.

    A fork hears TERM and INT like a new process until it listens itself: granian's processes are forked with the ears
    of their parent, and were deaf while they loaded the site. HUP kills nothing before it is listened to.
    """
    tie(parent)

    def before() -> None:
        nonlocal parent
        parent = os.getpid()

    def in_child() -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        tie(parent)

    os.register_at_fork(before=before, after_in_child=in_child)
    multiprocessing.set_start_method("fork")
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    if program[0] == "-m":
        sys.argv = program[1:]
        runpy.run_module(program[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = program
        runpy.run_path(program[0], run_name="__main__")


if __name__ == "__main__":
    run_tied(int(sys.argv[1]), sys.argv[2:])
