"""What a grantee tells: written once, the other language shown as missing; budget against actual; a year after."""

from datetime import timedelta

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from funding.schedules import add_months
from funding.selectors import duties
from funding.services import grant_changes, grantee_reports, grants
from funding.services.grants import BudgetPlan, TranchePlan
from initiative.models import Goal
from kernel import clock, formatting
from kernel.errors import Invalid, Refused
from tests.factories.funding import FundWorld
from tests.funding.test_report_measures import measured

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    made = FundWorld(cast)
    made.receive(100_00)
    return made


def sent(world, text="נפתחו שבע קבוצות"):
    """A grant whose only planned report was sent, with what was spent."""
    grant = world.grant(60_00, reports=[clock.today() + timedelta(days=60)])
    report, lead = grant.reports.get(number=1), world.cast.actor("lead")
    grantee_reports.save(actor=lead, report=report, narrative=text, language="he")
    grantee_reports.submit(actor=lead, report=report, actuals={line: line.amount + 1_00 for line in grant.budget.all()})
    return report


def test_the_page_says_in_which_language_it_is_missing_when_it_is_due_and_what_is_left(world, signed_in):
    report = sent(world)
    late = report.due_on + timedelta(days=30)
    grantee_reports.extend(actor=world.coordinator, report=report, due_on=late, reason="מילואים")
    page = signed_in(world.cast.steering).get(report.get_absolute_url()).content.decode()
    assert _("Not written in %(name)s") % {"name": "אנגלית"} in page and "עברית</span>" not in page
    assert "מילואים" in page and formatting.day_words(late, "plain") in page
    assert pgettext("budget", "Left") in page and "₪1" in page.replace("\u200e", "")


def test_versions_before_the_last_stay_readable(world, signed_in):
    report, lead = sent(world, "הנוסח הראשון"), world.cast.actor("lead")
    question = grantee_reports.return_with_question(actor=world.coordinator, report=report, text="כמה?")
    grantee_reports.answer(actor=lead, question=question, text="שבע")
    grantee_reports.save(actor=lead, report=report, narrative="הנוסח השני", language="he")
    grantee_reports.submit(actor=lead, report=report)
    page = signed_in(world.cast.coordinator).get(report.get_absolute_url()).content.decode()
    assert page.index("הנוסח השני") < page.index("הנוסח הראשון")


def test_a_year_after_closing_one_more_report_is_owed(world):
    report = sent(world)
    grantee_reports.accept(actor=world.coordinator, report=report)
    grant = report.grant
    with clock.at(clock.now() + timedelta(days=400)):  # long after the agreement's last day
        grant_changes.wind_up(actor=world.director, grant=grant)
        grant_changes.close(actor=world.director, grant=grant)
        after = grant.reports.get(kind="follow_up")
        assert after.due_on == add_months(clock.today(), 12)
        assert after.first_due_on < after.due_on, "what was agreed stays as it was signed"


def test_every_budget_has_a_line_for_learning_and_no_agreement_leaves_without_a_budget(cast):
    world = FundWorld(cast, {"learning_percent": 0})
    world.receive(100_00)
    grant = world.award(world.allocate(60_00), 60_00)
    tranches = [TranchePlan(clock.today(), 60_00)]
    with pytest.raises(Invalid) as refusal:
        grants.plan(actor=world.director, grant=grant, tranches=tranches, budget=[BudgetPlan("שכר", 60_00)])
    assert refusal.value.code == "learning_line"
    grants.plan(actor=world.director, grant=grant, tranches=tranches)
    with pytest.raises(Refused) as refusal:
        grants.send(actor=world.director, grant=grant)
    assert refusal.value.code == "no_budget"


def test_a_figure_that_is_quoted_is_told_through_the_api_with_its_definition(world, signed_in):
    report = sent(world)
    root = f"/api/v1/initiatives/{world.cast.initiative.slug}/funds/{world.fund.public_id}/grantee-reports/"
    told = signed_in(world.cast.coordinator).get(f"{root}{report.public_id}/").json()
    assert told["versions"][0]["quotes"] == []


def offered(world, signed_in):
    """The form of a report that is to be written, with two measures of which one is of the grant's goal."""
    goals = [
        Goal.objects.create(initiative=world.cast.initiative, name_he=name, name_en=name) for name in ("אחרת", "שלו")
    ]
    other = measured(world.cast, {"2018S": [100, 50, 30]}, goal=goals[0], name_he="שעות חונכות")
    own = measured(world.cast, {"2018S": [70, 60, 50], "2019S": [90, 60, 50]}, goal=goals[1], name_he="תלמידים")
    grant = world.grant(60_00, reports=[clock.today() + timedelta(days=60)])
    type(grant).objects.filter(pk=grant.pk).update(goal=goals[1])
    report = grant.reports.get(number=1)
    return report, f"{report.get_absolute_url()}write/", other, own, signed_in(world.cast.person("lead"))


def test_figures_to_quote_stand_by_goal_and_measure_the_grants_own_goal_first(world, signed_in):
    _report, url, other, own, client = offered(world, signed_in)
    page = client.get(url).content.decode()
    assert page.index("שלו") < page.index(_("The goal of this grant")) < page.index("אחרת")
    assert page.count('<details class="quotes__line"') == 2, "one line a measure, its periods behind it"
    assert page.count('name="quotes"') == 3 and f'value="{own.public_id}:2019S"' in page
    assert "200" in page and "180" in page, "with the figures themselves"


def test_words_narrow_the_figures_keep_what_was_typed_and_save_nothing(world, signed_in):
    report, url, other, own, client = offered(world, signed_in)
    chosen = f"{own.public_id}:2018S"
    given = {
        "sought": "חונכות",
        "narrow": "1",
        "narrative": "נפתחו קבוצות",
        "narrative_language": "he",
        "quotes": [chosen],
    }
    answer = client.post(url, given)
    page = answer.content.decode()
    assert answer.status_code == 200 and "נפתחו קבוצות" in page
    assert f'value="{other.public_id}:2018S"' in page and f'value="{chosen}"' in page, "what is chosen stays in sight"
    page = client.post(url, {**given, "quotes": []}).content.decode()
    assert chosen not in page
    report.refresh_from_db()
    assert report.narrative == "" and report.version == 0
    none = client.post(url, {**given, "quotes": [], "sought": "אין כזה"}).content.decode()
    assert _("No measure has these words. Change or empty them to see all.") in none


def test_a_figure_chosen_in_the_form_is_quoted(world, signed_in):
    report, url, other, _own, client = offered(world, signed_in)
    given = {
        "narrative": "נפתחו קבוצות",
        "narrative_language": "he",
        "quotes": [f"{other.public_id}:2018S"],
        "sought": "",
    }
    assert client.post(url, given).status_code == 302
    assert report.versions.get().quotes.get().result == 180


def test_sending_and_keeping_a_draft_are_told_apart_and_what_is_over_the_budget_is_marked(world, signed_in):
    report, url, *_rest, client = offered(world, signed_in)
    first, *others = report.grant.budget.order_by("position")
    spent = {f"spent_{line.public_id}": "0" for line in others} | {f"spent_{first.public_id}": "999"}
    given = {"narrative": "נפתחו קבוצות", "narrative_language": "he", "sought": "", **spent}
    draft = client.post(url, {**given, "draft": "1"}, follow=True)
    assert [str(one) for one in draft.context["messages"]] == [_("The draft is saved.")]
    sent = client.post(url, given, follow=True)
    assert [str(one) for one in sent.context["messages"]] == [_("The report is sent for review.")]
    body = sent.content.decode()
    assert body.count(_("More than the budget")) == 1
    assert sent.context["sums"]["spent"] == 999_00


def test_a_question_and_its_answer_stay_in_sight_when_the_report_comes_again(world, page):
    report = world.grant(60_00, reports=[clock.today() + timedelta(days=60)]).reports.get(number=1)
    lead, given = world.cast.actor("lead"), {"narrative": "נפתחו קבוצות"}
    grantee_reports.save(actor=lead, report=report, **given)
    grantee_reports.submit(actor=lead, report=report, actuals={})
    question = grantee_reports.return_with_question(actor=world.coordinator, report=report, text="כמה קבוצות?")
    asked = duties.for_person(lead, clock.today(), world.cast.initiative)
    assert [one.title for one in asked] == [
        _("A question about the report on the grant: %(title)s") % {"title": report.grant.title}
    ]
    grantee_reports.answer(actor=lead, question=question, text="שלוש")
    report.refresh_from_db()
    grantee_reports.save(actor=lead, report=report, **given)
    grantee_reports.submit(actor=lead, report=report, actuals={})
    body = page("coordinator", "grantee-report", report).content.decode()
    assert "כמה קבוצות?" in body and "שלוש" in body
