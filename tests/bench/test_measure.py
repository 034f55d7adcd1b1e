"""The benchmarks measure what they say, and tell what became worse."""

import pytest

from bench import report
from bench.measure import Figures, figures
from bench.pages import PAGES, Page

pytestmark = pytest.mark.django_db


def test_a_page_is_measured_beside_its_floor():
    got = figures(Page("healthz", "/healthz", queries=0), rounds=2)
    assert (got.left_out, got.queries, got.broken) == ("", 0, [])
    assert got.floor_ms > 0 and got.cpu_ms > 0 and got.ratio > 0


def test_a_page_that_cannot_be_measured_is_told_and_not_passed_over():
    got = figures(Page("readyz", "/readyz"), rounds=1)
    assert got.left_out  # no worker runs here, so it answers 503 and is no figure
    assert report.worse([got], None) == [f"readyz: not measured ({got.left_out})"]


@pytest.mark.parametrize(
    ("queries", "cpu_ms", "ratio", "sentence"),
    [(5, 10, 10, "5 queries, 4 the last time"), (4, 13, 13, "13 times its floor"), (4, 11, 11, None), (3, 9, 9, None)],
)
def test_one_query_more_or_a_fifth_slower_is_worse(queries, cpu_ms, ratio, sentence):
    before = {"pages": [{"name": "home", "queries": 4, "cpu_ms": 10, "ratio": 10, "left_out": ""}]}
    now = Figures("home", "view", cpu_ms=cpu_ms, ratio=ratio, queries=queries)
    told = report.worse([now], before)
    assert (sentence is None and told == []) or sentence in told[0]


def test_every_page_of_the_table_has_its_own_name():
    names = [page.name for page in PAGES]
    assert len(names) == len(set(names))
