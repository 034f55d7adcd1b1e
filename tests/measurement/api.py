"""How the tests of endpoints knock: somebody of a loop, signed in, and where its initiative stands. Not a test."""

from rest_framework.test import APIClient


def client_of(loop, who):
    client = APIClient()
    client.force_login(loop.people[who])
    return client


def base(loop):
    return f"/api/v1/initiatives/{loop.initiative.slug}/"
