"""The main job in a real browser, in both languages: from an empty cycle to the public figure and the digest.

As coordinator, data officer, director, steering member and the public. The other partners report through acts alone.
"""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from accounts.models import Person
from communication import outbox
from communication.digests import build, plan
from communication.models import Digest, Mail
from communication.services import mails
from initiative.models import Initiative
from kernel import actor as actors
from kernel import clock, periods
from measurement.models import Cycle, Measure, ReportingRequest, Rollup
from measurement.selectors.sheets import cell_name
from measurement.services import reviews, rollups, sets, submissions
from measurement.services.drafts import Change
from portal.demo import seed
from portal.demo.stage import Size

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WORLD = Size(partners=5, periods=0, years=0, meetings=0, others=False)


@pytest.fixture
def world(transactional_db):
    """Partners, people and measures, but no cycle yet: a set of two measures that count no people and people."""
    for _line in seed.run(WORLD):
        pass
    initiative = Initiative.objects.get(slug="5x2")
    director = actors.for_user(Person.objects.get(email="director@demo.example").pk)
    chosen = Measure.objects.filter(initiative=initiative, code__in=["extra-hours", "volunteers"])
    return sets.create(
        actor=director,
        initiative=initiative,
        columns={"name_he": "סט קצר", "name_en": "Short set"},
        measures=list(chosen),
    )


@pytest.fixture
def as_persona(visit, settings):
    """A tab of a persona, signed in with the demo's one click."""
    settings.DEMO = True

    def sign_in(persona, language):
        tab = visit(f"/{language}/sign-in/", viewport={"width": 1440, "height": 1000})
        tab.locator(f"form[action$='/sign-in/{persona}/'] button").click()
        tab.wait_for_url(re.compile(rf"/{language}/$"))
        return tab

    return sign_in


def act(tab, name):
    """Press the button of an act, and its confirmation where there is one."""
    opener = tab.locator(f"button[data-dialog]:has(+ dialog form[action$='/{name}/'])")
    if opener.count():
        opener.first.click()
    tab.locator(f"form[action$='/{name}/'] button[type=submit]").first.click()
    tab.wait_for_load_state()


def report_the_others(cycle):
    """The other partners send their numbers, and another coordinator accepts them."""
    reviewer = actors.for_user(Person.objects.get(email="coordinator2@demo.example").pk)
    for request in ReportingRequest.objects.filter(cycle=cycle).exclude(
        participation__organisation__name_en__startswith="Shaked"
    ):
        officer = request.participation.mandates.get(kind="data_officer").person
        changes = [
            Change(cell_name(code, ""), {"number": Decimal(number), "blank": ""})
            for code, number in (("extra-hours", 200), ("volunteers", 30))
        ]
        sending = submissions.report(actor=actors.for_user(officer.pk), request=request, changes=changes)
        reviews.accept(actor=reviewer, submission=sending.submission)


@pytest.mark.parametrize("language", ["he", "en"])
def test_from_an_empty_cycle_to_the_digest_and_the_public_page(world, as_persona, visit, live_server, language):
    period = periods.previous(periods.containing(clock.today(), "quarter"))

    # The coordinator plans and opens the cycle.
    tab = as_persona("coordinator", language)
    tab.goto(f"/{language}/5x2/cycles/new/")
    tab.select_option("select[name=measure_set]", world.public_id)
    tab.fill("[name=period]", period)
    tab.fill("[name=due_on]", (clock.today() + timedelta(days=14)).isoformat())
    tab.locator("main form button").last.click()
    tab.wait_for_load_state()
    act(tab, "open")
    cycle = Cycle.objects.get(measure_set=world)
    assert cycle.state == "opened"
    address = f"/{language}/5x2/cycles/{cycle.public_id}/"

    # The data officer finds it at home, fills the grid, tells the story and sends.
    officer = as_persona("data", language)
    request = ReportingRequest.objects.get(cycle=cycle, participation__organisation__name_en__startswith="Shaked")
    officer.locator(f"a[href*='{request.public_id}']").first.click()
    officer.wait_for_load_state()
    for code, value in (("extra-hours", "240"), ("volunteers", "41")):
        officer.fill(f"input[name='{cell_name(code, '')}']", value)
    with officer.expect_response(lambda answer: "/cells/" in answer.url):
        officer.keyboard.press("Tab")
    officer.locator("button[name=next]").click()
    officer.wait_for_load_state()
    officer.locator("textarea").first.fill("רבעון טוב" if language == "he" else "A good quarter")
    officer.locator("main form button").first.click()
    officer.wait_for_load_state()
    act(officer, "submit")
    expect(officer).to_have_url(re.compile(r"/thanks/$"))

    # A reviewer asks on a cell and returns it; the officer answers and sends again; it is accepted.
    submission = request.submissions.get()
    tab.goto(f"/{language}/5x2/reviews/{submission.public_id}/")
    tab.select_option("#ask-cell", "volunteers")
    tab.fill("#ask-text", "האם נספרו גם סטודנטים?" if language == "he" else "Are students counted too?")
    tab.locator("#ask button").click()
    tab.wait_for_load_state()
    act(tab, "return")
    request.refresh_from_db()
    assert request.state == "returned"
    officer.goto(f"/{language}/5x2/requests/{request.public_id}/")
    officer.locator("textarea[form^='reply-']").first.fill("כן" if language == "he" else "Yes")
    officer.locator("button[form^='reply-']").first.click()
    officer.wait_for_load_state()
    officer.goto(f"/{language}/5x2/requests/{request.public_id}/check/")
    act(officer, "submit")
    second = request.submissions.latest("round")
    assert second.round == 2
    tab.goto(f"/{language}/5x2/reviews/{second.public_id}/")
    for question in tab.locator("button[formaction$='/close/']").all():
        question.click()
        tab.wait_for_load_state()
    tab.goto(f"/{language}/5x2/reviews/{second.public_id}/")
    act(tab, "accept")
    request.refresh_from_db()
    assert request.state == "accepted"
    report_the_others(cycle)
    rollups.refresh()
    hours = Rollup.objects.get(definition__measure__code="extra-hours", scope_key="initiative", period=period)
    assert (hours.result, hours.reported, hours.expected) == (Decimal(1040), 5, 5)

    # The coordinator closes, the director publishes.
    tab.goto(address)
    act(tab, "close")
    director = as_persona("director", language)
    director.goto(address)
    act(director, "publish")
    cycle.refresh_from_db()
    assert cycle.state == "published"

    # The steering member and the public see the whole.
    member = as_persona("steering", language)
    member.goto(f"/{language}/5x2/steering/")
    expect(member.locator("main")).to_contain_text("1,040")
    public = visit(f"/{language}/5x2/results/{hours.definition.measure.public_id}/")
    expect(public.locator("main")).to_contain_text("1,040")

    # Everybody hears of it in the digest, the officer in Hebrew.
    person = Person.objects.get(email="data@demo.example")
    with clock.at(clock.now() + timedelta(days=8)):
        while outbox.dispatch():
            pass
        plan.plan()
        for key in build.due():
            build.build(key)
        while sum(mails.send_due().values()):
            pass
    assert Digest.objects.filter(person=person).exists()
    letters = Mail.objects.filter(person=person, kind="digest")
    assert letters.exists()
    assert all(re.search("[\u05d0-\u05ea]", one.subject) for one in letters)
