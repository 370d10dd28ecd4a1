"""Does any WSGI server serve the site, as Python's own does?"""

import threading
from contextlib import closing
from http.client import HTTPConnection
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.validate import validator

import pytest

from catalogue.wsgi import application
from tests.builders import published

pytestmark = pytest.mark.django_db(transaction=True)  # each request ends with its connection
SECONDS = 30
"""After which either side gives up: the test then fails, and does not hang."""


class Quiet(WSGIRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Say nothing on the terminal."""


def test_site_is_served_by_the_server_of_python() -> None:
    practice, answers = published(title="A table for all"), []
    with make_server("127.0.0.1", 0, validator(application), handler_class=Quiet) as server:
        server.timeout = SECONDS

        def ask(address: str) -> None:
            with closing(HTTPConnection("localhost", server.server_port, timeout=SECONDS)) as browser:
                browser.request("GET", address)
                answer = browser.getresponse()
                answers.append((answer.status, answer.read().decode()))

        for address in ("/livez", practice.get_absolute_url()):
            asking = threading.Thread(target=ask, args=[address])
            asking.start()
            server.handle_request()
            asking.join(SECONDS)
    assert [status for status, _ in answers] == [200, 200]
    assert "A table for all" in answers[1][1]
