"""Each request leaves one line: the route and never the address, the cost, and the id that the answer carries."""

import json
import logging

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(caplog):
    """The lines that requests leave, as the formatter of production writes them."""
    from config.settings.logging import LOGGING

    how = dict(LOGGING["formatters"]["json"])
    formatter = import_string(how.pop("()"))(how.pop("format"), **how)
    caplog.handler.addFilter(import_string(LOGGING["filters"]["request_id"]["()"])())
    with caplog.at_level(logging.INFO, logger="shidra.requests"):
        yield lambda: [json.loads(formatter.format(r)) for r in caplog.records if r.name == "shidra.requests"]


def test_a_request_leaves_one_line_with_its_id_and_cost(client, lines):
    answer = client.get("/readyz?secret=1")
    (line,) = lines()
    assert (line["route"], line["status"], line["method"]) == ("readyz", 503, "GET")
    assert line["request_id"] == answer["X-Request-ID"]
    assert line["queries"] > 0 and line["ms"] >= 0 and line["cpu_ms"] >= 0
    assert line["timestamp"].endswith("+00:00")


def test_an_address_never_stands_in_the_log(client, lines):
    client.get(f"/{settings.LANGUAGE_CODE}/invitations/a-secret-token/")
    client.get("/healthz?token=a-secret-token")
    assert "a-secret-token" not in json.dumps(lines())


def test_an_id_that_a_proxy_gave_is_kept_and_a_strange_one_is_not(client):
    assert client.get("/healthz", headers={"X-Request-ID": "abcdef0123456789"})["X-Request-ID"] == "abcdef0123456789"
    assert client.get("/healthz", headers={"X-Request-ID": "x\ty"})["X-Request-ID"] != "x\ty"
