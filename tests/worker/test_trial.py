"""Does nobody take the port of a trial before its server listens there?"""

import socket

import pytest

from practices.worker import trial
from tests.ports import HOST


def test_port_of_a_trial_is_its_own_from_the_start() -> None:
    with (
        trial.on_a_port_of_its_own() as (port, _is_alive),
        socket.socket() as other,
        pytest.raises(OSError, match="Address already in use"),
    ):
        other.bind((HOST, port))
