"""What stands on the homes beside the duties: our reports, our tasks, my mandates, new minutes (model: homes)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit import services
from communication.models import Mail
from kernel import clock
from measurement.models import CycleState
from measurement.selectors import duties
from portal import shell
from portal.dashboards import running
from tests.actors import make_cast
from tests.factories.initiative import InitiativeFactory
from tests.factories.measurement import RequestFactory
from tests.factories.partners import MandateFactory, ParticipationFactory
from tests.factories.working_groups import ApprovedMinutesFactory, HeldMeetingFactory, TaskFactory
from working_groups.models import Recipient
from working_groups.selectors import my_minutes
from working_groups.services import minutes as acts

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast):
    return RequestFactory(
        participation=cast.partner, cycle__measure_set__initiative=cast.initiative, cycle__state=CycleState.OPENED
    )


def board(cast, signed_in, role):
    """Both parts of it, as pages by themselves."""
    client, url = signed_in(getattr(cast, role)), reverse("portal:board", args=[cast.initiative.slug])
    return "".join(client.get(url, {"part": part}).content.decode() for part in ("", "more"))


@pytest.mark.parametrize("role", ["lead", "data", "signatory"])
def test_a_partners_people_see_their_reports_and_mandates(cast, signed_in, asked, role):
    body = board(cast, signed_in, role)
    assert asked.get_absolute_url() in body
    assert f"/partners/{cast.partner.public_id}/mandates/" in body


def test_a_signatory_is_not_told_to_fill_in_a_report(cast, asked):
    assert [one.kind for one in duties.for_person(cast.actor("data"), clock.today())] == ["measurement.report.fill"]
    assert duties.for_person(cast.actor("signatory"), clock.today()) == []


def test_the_tasks_of_the_organisation_stand_there_whoever_has_them(cast, signed_in):
    task = TaskFactory(body=cast.group, participation=cast.partner, person=cast.data)
    assert task.get_absolute_url() in board(cast, signed_in, "lead")


def test_minutes_of_late_are_told_once_and_forgotten_after_two_weeks(cast, signed_in):
    minutes = ApprovedMinutesFactory(meeting=HeldMeetingFactory(body=cast.group))
    acts.send(actor=cast.actor("chair"), minutes=minutes)
    (row,) = my_minutes.of_late(cast.actor("member"))
    assert row.url == minutes.get_absolute_url()
    assert (
        row.url in signed_in(cast.member).get(reverse("portal:role-home", args=[cast.initiative.slug])).content.decode()
    )
    assert my_minutes.of_late(cast.actor("lead")) == ()
    with clock.at(clock.now() + timedelta(days=15)):
        assert my_minutes.of_late(cast.actor("member")) == ()
    assert Recipient.objects.filter(person=cast.member).count() == 1


def test_an_administrators_home_tells_what_does_not_run(cast, signed_in):
    MandateFactory._meta.model.objects.filter(kind="director").update(ends_on=clock.today() - timedelta(days=1))
    Mail.objects.create(message_id="<1@demo.example>", kind="digest", is_secret=False, state="failed", recipient="a")
    told = {one.kind: one.url for one in running.for_person(cast.actor("admin"))}
    assert set(told) == {"operations.mails", "operations.worker", "operations.director"}
    body = signed_in(cast.admin).get(reverse("portal:home")).content.decode()
    assert all(url in body for url in told.values())
    services.beat()
    assert "operations.worker" not in {one.kind for one in running.for_person(cast.actor("admin"))}
    assert list(running.for_person(cast.actor("director"))) == []


def test_who_has_no_initiative_is_offered_the_public_pages(signed_in):
    cast = make_cast(is_public=True)
    page = signed_in(cast.applicant).get(reverse("portal:home"))
    assert reverse("portal:initiative", args=[cast.initiative.slug]) in page.content.decode()


def test_an_administrator_reads_how_many_accounts_lack_a_second_factor(cast, signed_in):
    page = signed_in(cast.admin).get(reverse("portal:home"))
    assert page.context["without_factor"] > 0
    assert signed_in(cast.lead).get(reverse("portal:home")).context["without_factor"] is None


@pytest.mark.parametrize("path", ["/he/", "/he/{slug}/home/", "/he/{slug}/measures/"])
def test_the_menu_marks_the_page_one_stands_on(cast, path):
    path = path.format(slug=cast.initiative.slug)
    menu = shell.build(cast.actor("lead"), cast.lead, None, path).navigation
    marked = [item.icon for group in menu for item in group.items if item.current]
    assert marked == ["target" if "measures" in path else "home"]


def test_the_switcher_offers_the_initiatives_one_takes_part_in_and_marks_the_one_at_hand(cast, signed_in):
    home, other = reverse("portal:role-home", args=[cast.initiative.slug]), InitiativeFactory(name_he="מתנדבים יחד")
    assert "switcher" not in signed_in(cast.lead).get(home).content.decode(), "there is nothing to choose from"
    part = ParticipationFactory(initiative=other, organisation=cast.partner.organisation)
    MandateFactory(participation=part, person=cast.lead)
    offered = {
        one.name: one.current for one in shell.build(cast.actor("lead"), cast.lead, cast.initiative, home).initiatives
    }
    assert offered == {str(cast.initiative): True, "מתנדבים יחד": False}
    body = signed_in(cast.lead).get(home).content.decode()
    assert "switcher" in body and f'href="{reverse("portal:role-home", args=[other.slug])}"' in body


def test_a_page_without_a_line_marks_none(cast):
    menu = shell.build(cast.actor("lead"), cast.lead, cast.initiative, "/he/accounts/nowhere/").navigation
    assert not any(item.current for group in menu for item in group.items)
