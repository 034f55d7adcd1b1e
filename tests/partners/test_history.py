"""The history of a partner and of a body names whom a mandate or a seat is about; the log itself names nobody."""

import pytest
from django.urls import reverse

from audit.models import Entry
from kernel.actor import Actor
from partners.services import mandates
from tests.factories.accounts import PersonFactory
from working_groups.services import seats

pytestmark = pytest.mark.django_db
NAME = "נעמי השמורה"


def test_the_history_of_a_partner_names_whom_a_mandate_was_given(cast, signed_in):
    person = PersonFactory(name_he=NAME)
    mandates.grant(actor=cast.actor("lead"), participation=cast.partner, person=person, kind="alternate")
    url = reverse("partners:partner-history", args=[cast.initiative.slug, cast.partner.public_id])
    page = signed_in(cast.lead).get(url)
    lines = [line for line in page.context["lines"] if line.kind == "partners.mandate.granted"]
    assert [str(change.after) for line in lines for change in line.details][0] == NAME
    assert NAME in page.content.decode()
    assert NAME not in "".join(f"{one.subject_title}{one.changes}" for one in Entry.objects.all())


def test_a_name_that_was_changed_or_made_anonymous_reads_as_it_is_today(cast, signed_in):
    person = PersonFactory(name_he=NAME)
    mandates.grant(actor=cast.actor("lead"), participation=cast.partner, person=person, kind="alternate")
    type(person).objects.filter(pk=person.pk).update(name_he="אדם א2ב3")
    url = reverse("partners:partner-history", args=[cast.initiative.slug, cast.partner.public_id])
    page = signed_in(cast.lead).get(url).content.decode()
    assert NAME not in page and "אדם א2ב3" in page


def test_the_history_of_a_body_names_whom_a_seat_was_given(cast, signed_in):
    seats.give(actor=Actor.system(), body=cast.group, participation=cast.partner, person=cast.lead, role="member")
    url = reverse("working_groups:body-history", args=[cast.initiative.slug, cast.group.public_id])
    assert str(cast.lead) in signed_in(cast.director).get(url).content.decode()
