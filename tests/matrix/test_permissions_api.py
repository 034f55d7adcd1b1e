"""The permission matrix of all endpoints: see rights.py."""

import pytest

from tests.matrix.rights import SAMPLE, TENTH, Rights

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.exhaustive
class TestEndpoints(Rights):
    """All endpoints, by the whole cast."""

    rows = "endpoints"


@pytest.mark.sample
class TestEndpointsOfAFew(Rights):
    """All endpoints, by a few of the cast; a tenth of them with the objects of others too."""

    rows = "endpoints"
    personas = SAMPLE
    every = TENTH
