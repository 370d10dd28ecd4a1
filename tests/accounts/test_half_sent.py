"""Does anybody sign in while strangers send halves of forms, as many as like?"""

import socket
from contextlib import ExitStack

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.models import Session

from practices.models import User
from tests.builders import PASSWORD, make_user
from tests.killed import Connection, served

HALF = b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nlogin=a"
STRANGERS = 500


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_person_signs_in_beside_five_hundred_halves_of_a_form() -> None:
    person, real = make_user(), Argon2PasswordHasher()
    User.objects.filter(pk=person.pk).update(password=real.encode(PASSWORD, real.salt()))
    with served() as server, ExitStack() as stack:
        for _ in range(STRANGERS):
            half = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            half.sendall(HALF)
        answer = Connection(server.port).post(
            "/accounts/login/", {"login": person.email, "password": PASSWORD}
        )
        assert (answer.status, answer.getheader("Location")) == (302, "/accounts/")
    assert Session.objects.count() == 1
