"""A partner's own target: who sets it, who reads it, and what is refused."""

from decimal import Decimal

import pytest
from django.urls import reverse

from audit.models import Entry
from kernel.errors import Invalid, Refused
from measurement.models import Level, Measure, Target
from measurement.selectors import series
from measurement.services import measures, rollups
from tests.factories.measurement import Loop
from tests.measurement.test_views_measures import accepted

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop():
    return Loop(partners=2, measures=1)


def aim(loop, who, part=0, number=50):
    return measures.set_target(
        actor=loop.actor(who),
        definition=loop.definitions[0],
        period="2019S",
        number=Decimal(number),
        participation=loop.participations[part],
    )


def page(loop):
    return reverse("measurement:measure-target", args=[loop.initiative.slug, loop.definitions[0].measure.public_id])


@pytest.mark.parametrize("who", ["director", "coordinator", "representative"])
def test_the_backbone_and_the_representative_set_it_beside_that_of_the_whole(loop, who):
    measures.set_target(
        actor=loop.actor("director"), definition=loop.definitions[0], period="2019S", number=Decimal(900)
    )
    own = aim(loop, who)
    assert own.scope_key == f"organisation:{loop.participations[0].organisation_id}"
    assert Target.objects.current().count() == 2


@pytest.mark.parametrize("who", ["data_officer", "signatory", "evaluator"])
def test_nobody_else_sets_it(loop, who):
    with pytest.raises(Refused):
        aim(loop, who)


def test_a_representative_sets_none_for_another_partner_or_for_the_whole(loop):
    with pytest.raises(Refused):
        aim(loop, "representative", part=1)
    with pytest.raises(Refused):
        measures.set_target(
            actor=loop.actor("representative"), definition=loop.definitions[0], period="2019S", number=Decimal(1)
        )


def test_one_entry_stands_in_the_history_of_the_partner_and_none_in_that_of_the_measure(loop):
    for _again in range(2):
        aim(loop, "representative")
    entry = Entry.objects.get(kind="measurement.target.own_set")
    assert entry.about["participation"] == loop.participations[0].pk
    assert entry.object_id == loop.participations[0].pk and "2019S" in entry.changes
    assert not Entry.objects.filter(kind="measurement.target.set").exists()


def test_other_partners_do_not_read_it_and_its_people_and_the_backbone_do(loop):
    own = aim(loop, "coordinator")
    loop.person("representative", loop.participations[1], "neighbour")
    readers = ("director", "evaluator", "data_officer", "neighbour")
    assert [Target.objects.visible_to(loop.actor(who)).filter(pk=own.pk).exists() for who in readers] == [
        True,
        True,
        True,
        False,
    ]


def test_a_figure_of_the_population_and_a_partner_from_elsewhere_have_none(loop):
    elsewhere = Loop(partners=1, measures=1)
    with pytest.raises(Invalid):
        measures.set_target(
            actor=loop.actor("director"),
            definition=loop.definitions[0],
            period="2019S",
            number=Decimal(1),
            participation=elsewhere.participations[0],
        )
    Measure.objects.filter(pk=loop.definitions[0].measure_id).update(level=Level.POPULATION)
    loop.definitions[0].measure.refresh_from_db()
    with pytest.raises(Invalid) as refusal:
        aim(loop, "director")
    assert "partner" in refusal.value.fields


def test_on_the_page_a_representative_chooses_among_its_own_and_must(client, loop):
    client.force_login(loop.people["representative"])
    shown = client.get(page(loop)).context["form"]
    assert [row.pk for row in shown.fields["partner"].queryset] == [loop.participations[0].pk]
    words = {"period": "2019S", "number": "50"}
    assert "partner" in client.post(page(loop), words).context["form"].errors
    other = {**words, "partner": loop.participations[1].public_id}
    assert "partner" in client.post(page(loop), other).context["form"].errors
    client.post(page(loop), {**words, "partner": loop.participations[0].public_id})
    assert Target.objects.current().get().number == 50


def test_through_the_api_it_is_the_same_act(client, loop):
    measure = loop.definitions[0].measure
    path = f"/api/v1/initiatives/{loop.initiative.slug}/measures/{measure.public_id}/target/"
    words = {"period": "2019S", "number": "50"}
    client.force_login(loop.people["representative"])
    assert client.post(path, words, content_type="application/json").status_code == 400
    words["partner"] = loop.participations[0].public_id
    assert client.post(path, words, content_type="application/json").status_code == 200
    assert Target.objects.current().get().scope_key.startswith("organisation:")
    client.force_login(loop.people["data_officer"])
    assert client.post(path, words, content_type="application/json").status_code == 403


def test_the_partners_board_tells_it_and_leads_the_representative_to_set_it(client, loop):
    accepted(loop)
    rollups.rebuild()
    board = reverse("portal:board", args=[loop.initiative.slug])
    client.force_login(loop.people["representative"])
    assert f"{page(loop)}?partner={loop.participations[0].public_id}" in client.get(board).text
    aim(loop, "representative", number=777)
    assert "777" in client.get(board).text and page(loop) not in client.get(board).text
    client.force_login(loop.people["data_officer"])
    assert "777" in client.get(board).text


def test_its_series_tells_the_aim_to_its_people_and_not_to_a_neighbour(loop):
    own = aim(loop, "representative")
    loop.person("representative", loop.participations[1], "neighbour")
    measure = loop.definitions[0].measure
    told = {who: series.one(loop.actor(who), measure, own.scope_key).targets for who in ("data_officer", "neighbour")}
    assert told == {"data_officer": (("2019S", Decimal(50)),), "neighbour": ()}
