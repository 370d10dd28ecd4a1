"""How much time of the processor does something cost, whatever else the machine does meanwhile?"""

import gc
import sys
from collections.abc import Callable
from time import thread_time


def timed[Answer](ask: Callable[[], Answer]) -> tuple[Answer, float]:
    """Return an answer and its cost in seconds of this thread.

    Meanwhile nobody counts branches, which would make every line dear, or walks all that other tests left in memory.
    """
    tracer = sys.gettrace()
    sys.settrace(None)
    gc.disable()
    began = thread_time()
    try:
        answer = ask()
        return answer, thread_time() - began
    finally:
        gc.enable()
        sys.settrace(tracer)
