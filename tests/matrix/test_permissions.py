"""The permission matrix of all pages: see rights.py."""

import pytest

from tests.matrix.rights import SAMPLE, TENTH, Rights

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.exhaustive
class TestPages(Rights):
    """All pages, by the whole cast."""

    rows = "pages"


@pytest.mark.sample
class TestPagesOfAFew(Rights):
    """All pages, by a few of the cast; a tenth of them with the objects of others too."""

    rows = "pages"
    personas = SAMPLE
    every = TENTH
