"""The log names things in each language of the portal, whichever the actor works in."""

import pytest
from django.utils import translation

from audit import services as audit
from audit.models import Entry
from communication import wording
from tests.factories.funding import FundWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(cast):
    """The partner's organisation and the group under names of their own in both languages."""
    for row, he, en in ((cast.partner.organisation, "רשת שקד", "Shaked Network"), (cast.group, "מדידה", "Measures")):
        type(row).objects.filter(pk=row.pk).update(name_he=he, name_en=en)
        row.refresh_from_db()
    return cast


def told(entry):
    """What the log calls an entry's subject and organisation, in both languages."""
    out = {}
    for code in ("he", "en"):
        with translation.override(code):
            out[code] = (entry.title, entry.organisation)
    return out


@pytest.mark.parametrize("spoken", ["he", "en"])
def test_an_entry_names_its_subject_in_the_readers_language_and_not_in_the_actors(named, spoken):
    about = {"initiative": named.initiative, "organisation": named.partner.organisation}
    with translation.override(spoken):
        entry = audit.record(
            actor=named.actor("director"), kind="working_groups.body.changed", subject=named.group, **about
        )
        audit.record_many(
            actor=named.actor("director"), kind="working_groups.body.changed", subjects=[named.group],
            organisation_of=lambda _row: named.partner.organisation,
        )  # fmt: skip
    first, second = Entry.objects.filter(kind="working_groups.body.changed").order_by("pk")
    assert first.pk == entry.pk
    for one in (first, second):
        assert told(one) == {"he": ("מדידה", "רשת שקד"), "en": ("Measures", "Shaked Network")}
    with translation.override("en"):
        assert "Measures" in wording.of_entry(first) and "מדידה" not in wording.of_entry(first)


def test_names_that_read_alike_in_all_languages_are_kept_once(named):
    named.group.name_en = named.group.name_he
    entry = audit.record(actor=named.actor("director"), kind="working_groups.body.changed", subject=named.group)
    assert entry.names is None and told(entry)["en"] == told(entry)["he"] == ("מדידה", "")


def test_an_act_of_the_fund_done_in_english_reads_in_hebrew(cast):
    with translation.override("en"):
        world = FundWorld(cast)
        world.receive(100_00)
    type(world.fund).objects.filter(pk=world.fund.pk).update(name_he="הקרן", name_en="The fund")
    world.fund.refresh_from_db()
    with translation.override("en"):
        world.bucket("ייעוד")
    entry = Entry.objects.filter(kind="funding.restriction.created").latest("pk")
    assert told(entry)["he"][0].startswith("הקרן: ") and told(entry)["en"][0].startswith("The fund: ")
