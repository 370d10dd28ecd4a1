"""The counting of branches by `sys.monitoring`, for coverage on a Python that does not tell a branch's two ways apart.

A tracer is called for every line of every library; monitoring for each branch of our own until both its ways were gone.
Coverage asks for Python 3.14 there, which has an event for each way. Before, there is one for both, so that it may be
switched off only after the second. With Python 3.14 this module can go.
"""

import dis
import sys
from collections.abc import Callable
from types import CodeType
from typing import Any

from coverage import bytecode, env
from coverage.sysmon import SysMonitor

type Told = Callable[[SysMonitor, CodeType, int, int], object]


def until_both(told: Told) -> Told:
    """Return what is called for a branch, once for each of its ways."""
    first: dict[tuple[int, int], int] = {}

    def either(monitor: SysMonitor, code: CodeType, source: int, target: int) -> object:
        branch = id(code), source
        known = first.get(branch)
        if known == target:
            return None
        told(monitor, code, source, target)
        if known is None:
            first[branch] = target
            return None
        return sys.monitoring.DISABLE

    return either


def coverage_init(_registry: Any, _options: Any) -> None:
    """Let coverage count branches by `sys.monitoring`: it calls this as a plugin of its own."""
    if env.PYBEHAVIOR.branch_right_left:
        return
    events: Any = sys.monitoring.events
    events.BRANCH_LEFT = events.BRANCH_RIGHT = events.BRANCH
    bytecode.RETURNS.add(dis.opmap["RETURN_CONST"])
    SysMonitor.sysmon_branch_either = until_both(SysMonitor.sysmon_branch_either)  # type: ignore[method-assign]
    env.PYBEHAVIOR.branch_right_left = True
