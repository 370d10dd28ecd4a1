"""The production server with others around it: Varnish in front of it, Redis behind it."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here as `servers`, and give it a database that other processes see."""
    for item in items:
        if item.nodeid.startswith("tests/servers/"):
            item.add_marker(pytest.mark.servers)
            item.add_marker(pytest.mark.django_db(transaction=True))
