"""What the tests of the fund's pages share."""

import pytest
from django.urls import reverse


@pytest.fixture
def page(world, signed_in):
    """`page(role, name, thing)` reads a page; with data it sends the form."""

    def ask(role, name, thing=None, data=None):
        args = [world.cast.initiative.slug, world.fund.public_id, *([thing.public_id] if thing is not None else [])]
        client = signed_in(world.cast.person(role))
        url = reverse(f"funding:{name}", args=args)
        return client.get(url) if data is None else client.post(url, data)

    return ask
