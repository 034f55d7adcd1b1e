"""The fit test: what the answers suggest, who may answer it, and that the choice stays with the funder."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from audit.models import Entry
from audit.selectors import history
from funding import fit
from funding.models import Funder, Involvement
from funding.services import funders
from kernel.errors import Refused
from tests.factories.funding import FundWorld

NAMES = [one.name for one in fit.QUESTIONS]
ANSWERS = st.fixed_dictionaries({name: st.integers(1, 4) for name in NAMES})


def all_at(step, **other):
    return {**dict.fromkeys(NAMES, step), **other}


@given(step=st.integers(1, 4))
def test_the_same_step_in_every_answer_is_that_step(step):
    found = fit.suggest(all_at(step))
    assert found.involvement == step and set(found.parts.values()) == {step} and found.apart is None


@given(ANSWERS, st.sampled_from(NAMES))
def test_a_higher_answer_never_suggests_less(answers, name):
    more = {**answers, name: min(4, answers[name] + 1)}
    assert fit.suggest(more).involvement >= fit.suggest(answers).involvement


@given(ANSWERS)
def test_the_suggestion_lies_between_the_parts_and_has_roles(answers):
    found = fit.suggest(answers)
    assert min(found.parts.values()) <= found.involvement <= max(found.parts.values())
    assert found.roles and found.involvement != Involvement.UNKNOWN


def test_a_wish_that_time_does_not_carry_is_said():
    found = fit.suggest(all_at(4, time=1))
    assert found.involvement == Involvement.LEADS and found.apart == ("character", "needs")


@pytest.mark.parametrize("answers", [{}, all_at(0), all_at(5), all_at(2, other=1)])
def test_what_is_no_whole_set_of_answers_is_refused(answers):
    with pytest.raises(ValueError, match="every question"):
        fit.suggest(answers)


@pytest.fixture
def world(cast):
    world = FundWorld(cast)
    world.pledge(100_00)
    return world


@pytest.fixture
def funder(world):
    return Funder.objects.get()


@pytest.mark.django_db
def test_the_answers_set_the_involvement_and_stand_in_the_history(world, funder):
    funders.answer_fit(actor=world.cast.actor("funder"), funder=funder, answers=all_at(3, time=1))
    funder.refresh_from_db()
    assert funder.involvement == Involvement.DECIDES
    entry = Entry.objects.get(kind="funding.funder.fitted")
    parts = {"needs": [None, 3], "character": [None, 1], "aspirations": [None, 3]}
    assert entry.changes == {"involvement": [0, 3], **parts}
    with override("he"):
        told = {str(change.label): change.after for change in history(world.cast.actor("funder"), funder)[0].details}
    assert "involvement" not in told and len(told) == 4
    assert set(told.values()) == {Involvement.DECIDES.label, Involvement.GIVES.label}


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["lead", "evaluator", "data"])
def test_nobody_else_answers_for_a_funder(world, funder, who):
    with pytest.raises(Refused):
        funders.answer_fit(actor=world.cast.actor(who), funder=funder, answers=all_at(3))


@pytest.mark.django_db
def test_the_page_keeps_what_was_chosen_and_says_what_fits_and_what_pulls_apart(world, funder, signed_in):
    client = signed_in(world.cast.person("funder"))
    address = reverse("funding:funder-fit", args=[world.cast.initiative.slug, world.fund.public_id, funder.public_id])
    missing = dict.fromkeys(NAMES[1:], "4")
    refused = client.post(address, missing)
    assert refused.status_code == 422 and refused.content.decode().count("checked") == 5
    said = client.post(address, {**missing, NAMES[0]: "4", "time": "1"}, follow=True).content.decode()
    with override("he"):
        assert str(Involvement.LEADS.label) in said and str(fit.PARTS["character"]) in said
    assert address in said


@pytest.mark.django_db
def test_the_api_takes_the_same_answers_and_refuses_others(world, funder, signed_in):
    client = signed_in(world.cast.person("funder"))
    there = (
        f"/api/v1/initiatives/{world.cast.initiative.slug}/funds/{world.fund.public_id}/funders/{funder.public_id}/fit/"
    )
    wrong = client.post(there, all_at(7), content_type="application/json")
    assert (wrong.status_code, set(wrong.json().get("fields", {}))) == (400, set(NAMES)), wrong.json()
    assert client.post(there, all_at(2), content_type="application/json").json()["involvement"] == "2"
