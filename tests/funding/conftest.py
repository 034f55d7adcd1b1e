"""What the tests of the fund's pages share."""

import pytest
from django.urls import reverse

from tests.factories.funding import FundWorld


@pytest.fixture
def world(cast):
    """A fund that received 100,000 shekels; a module that needs another makes its own."""
    made = FundWorld(cast)
    made.receive(100_000_00)
    return made


@pytest.fixture
def page(world, signed_in):
    """`page(role, name, thing)` reads a page; with data it sends the form."""

    def ask(role, name, thing=None, data=None):
        args = [world.cast.initiative.slug, world.fund.public_id, *([thing.public_id] if thing is not None else [])]
        client = signed_in(world.cast.person(role))
        url = reverse(f"funding:{name}", args=args)
        return client.get(url) if data is None else client.post(url, data)

    return ask
