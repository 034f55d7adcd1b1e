"""The permission matrix of all pages: see rights.py."""

import pytest

from tests.matrix.rights import Rights

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.one_database]


class TestPages(Rights):
    """All pages."""

    rows = "pages"
