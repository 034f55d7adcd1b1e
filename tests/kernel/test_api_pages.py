"""How long a page of an endpoint is: fifty rows, or what was asked for up to two hundred; a name twice counts once."""

import pytest
from rest_framework.request import Request

from kernel.api_rules import Pages


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", 50),
        ("page_size=10", 10),
        ("page_size=200", 200),
        ("page_size=201", 200),
        ("page_size=1000000000", 200),
        ("page_size=10&page_size=20", 20),
        ("page_size=0", 50),
        ("page_size=-5", 50),
        ("page_size=abc", 50),
        ("page_size=²", 50),
        ("page_size=" + "9" * 5000, 50),
    ],
)
def test_a_page_never_holds_more_than_two_hundred(rf, query, rows):
    assert Pages().get_page_size(Request(rf.get(f"/?{query}"))) == rows
