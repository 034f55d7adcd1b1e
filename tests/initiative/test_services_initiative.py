"""Opening, settings, stages, goals and factors: who may, what is refused, one entry each."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from audit.models import Entry
from initiative import stage_sets
from initiative.models import Factor, Goal, Initiative, StageEntry
from initiative.services import goals, initiatives, stages
from initiative.validation import RESERVED, is_slug
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid, Refused
from tests.factories.initiative import FactorFactory, GoalFactory, InitiativeFactory, StageFactory

pytestmark = pytest.mark.django_db


def create(actor, slug="five-units", **values):
    return initiatives.create(actor=actor, slug=slug, kind="initiative", name_he="יוזמה", **values)


@pytest.mark.parametrize("slug", ["ab", "5x2", "five-units", "a1"])
def test_a_readable_address_is_taken(slug):
    assert is_slug(slug)


@pytest.mark.parametrize("slug", ["", "a", "-ab", "ab-", "a--b", "Ab", "א2", "a_b", "a" * 41, "a b", "ab\n"])
def test_an_unreadable_address_is_refused(cast, slug):
    with pytest.raises(Invalid) as refusal:
        create(cast.actor("admin"), slug)
    assert "slug" in refusal.value.fields


@pytest.mark.parametrize("slug", [word for word in RESERVED if is_slug(word)])
def test_a_word_of_the_portal_itself_is_no_address(cast, slug):
    with pytest.raises(Invalid) as refusal:
        create(cast.actor("admin"), slug)
    assert refusal.value.code == "reserved_slug"


def test_the_database_refuses_reserved_words_and_missing_names():
    for values in ({"slug": "api"}, {"name_he": ""}, {"name_he": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            InitiativeFactory(**values)


def test_an_initiative_copies_the_stages_of_its_kind(cast):
    row = create(cast.actor("admin"))
    assert [stage.code for stage in row.stages.order_by("position")] == [s.code for s in stage_sets.FIVE_PHASES]
    assert row.stages.exclude(name_en="").count() == 5
    assert Entry.objects.get().kind == "initiative.initiative.created"


def test_an_address_is_taken_once(cast):
    create(cast.actor("admin"))
    with pytest.raises(Conflict) as refusal:
        create(cast.actor("admin"))
    assert refusal.value.code == "slug_taken"


@pytest.mark.parametrize("role", ["coordinator", "lead", "stranger", "anonymous"])
def test_only_administrators_and_directors_open_initiatives(cast, role):
    with pytest.raises(Refused):
        create(cast.actor(role))


def test_settings_are_changed_by_the_staff_and_logged_once(cast):
    initiatives.change(actor=cast.actor("coordinator"), initiative=cast.initiative, name_en="Five", accent="plum")
    cast.initiative.refresh_from_db()
    assert (cast.initiative.name_en, cast.initiative.accent, cast.initiative.version) == ("Five", "plum", 2)
    assert set(Entry.objects.get().changes) == {"name_en", "accent"}


def test_a_change_that_changes_nothing_leaves_no_trace(cast):
    initiatives.change(actor=cast.actor("director"), initiative=cast.initiative, accent=cast.initiative.accent)
    assert not Entry.objects.exists()


def test_of_two_who_change_the_settings_the_second_is_told(cast):
    stale = Initiative.objects.get(pk=cast.initiative.pk)
    initiatives.change(actor=cast.actor("director"), initiative=cast.initiative, accent="plum")
    with pytest.raises(Conflict):
        initiatives.change(actor=cast.actor("director"), initiative=stale, accent="brick")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name_he": ""}, "name_he"),
        ({"languages": ["en"]}, "languages"),
        ({"name_he": "שלום\u202e"}, "name_he"),
        ({"name_en": "Shеfа"}, "name_en"),
        ({"ends_on": clock.today() - timedelta(days=900), "starts_on": clock.today()}, "ends_on"),
    ],
)
def test_bad_settings_are_refused_by_their_field(cast, values, field):
    with pytest.raises(Invalid) as refusal:
        initiatives.change(actor=cast.actor("director"), initiative=cast.initiative, **values)
    assert field in refusal.value.fields


def test_the_director_enters_a_stage_with_a_reason(cast):
    stage = StageFactory(initiative=cast.initiative)
    stages.enter(actor=cast.actor("director"), stage=stage, on=clock.today(), reason="הושלם המיפוי")
    assert StageEntry.objects.get().reason_language == "he"
    assert Entry.objects.get().kind == "initiative.stage.entered"


@pytest.mark.parametrize("role", ["coordinator", "evaluator", "lead"])
def test_nobody_else_enters_a_stage(cast, role):
    with pytest.raises(Refused):
        stages.enter(
            actor=cast.actor(role), stage=StageFactory(initiative=cast.initiative), on=clock.today(), reason="א"
        )


def test_a_stage_is_not_entered_twice_nor_in_the_future_nor_backwards(cast):
    director, today = cast.actor("director"), clock.today()
    first, second = StageFactory(initiative=cast.initiative), StageFactory(initiative=cast.initiative)
    stages.enter(actor=director, stage=first, on=today, reason="א")
    with pytest.raises(Refused):
        stages.enter(actor=director, stage=first, on=today, reason="א")
    for day in (today + timedelta(days=1), today - timedelta(days=1)):
        with pytest.raises(Invalid):
            stages.enter(actor=director, stage=second, on=day, reason="א")
    with pytest.raises(Invalid):
        stages.enter(actor=director, stage=second, on=today, reason=" ")


def test_an_entry_cannot_be_changed(cast):
    entry = stages.enter(
        actor=cast.actor("director"), stage=StageFactory(initiative=cast.initiative), on=clock.today(), reason="א"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        StageEntry.objects.filter(pk=entry.pk).update(reason="ב")


@pytest.mark.parametrize(("model", "noun"), [(Goal, "goal"), (Factor, "factor")])
def test_goals_and_factors_are_added_changed_and_removed(cast, model, noun):
    actor = cast.actor("coordinator")
    row = goals.add(actor=actor, model=model, initiative=cast.initiative, name_he="להגיע")
    goals.change(actor=actor, row=row, name_en="Reach")
    goals.remove(actor=actor, row=row)
    assert not model.objects.exists()
    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == [f"initiative.{noun}.{act}" for act in ("created", "changed", "removed")]


def test_a_goal_needs_a_name_in_the_first_language(cast):
    with pytest.raises(Invalid) as refusal:
        goals.add(actor=cast.actor("director"), model=Goal, initiative=cast.initiative, name_en="Only English")
    assert "name_he" in refusal.value.fields


def test_goals_have_two_levels_within_one_initiative(cast):
    actor = cast.actor("director")
    top = GoalFactory(initiative=cast.initiative)
    part = goals.add(actor=actor, model=Goal, initiative=cast.initiative, name_he="חלק", parent=top)
    for parent in (part, GoalFactory()):
        with pytest.raises(Invalid):
            goals.add(actor=actor, model=Goal, initiative=cast.initiative, name_he="עוד", parent=parent)
    with pytest.raises(Invalid):
        goals.change(actor=actor, row=top, parent=GoalFactory(initiative=cast.initiative))


def test_what_is_pointed_at_is_not_removed(cast):
    top = FactorFactory(initiative=cast.initiative)
    FactorFactory(initiative=cast.initiative, parent=top)
    with pytest.raises(Refused) as refusal:
        goals.remove(actor=cast.actor("director"), row=top)
    assert refusal.value.code == "in_use"
    assert not Entry.objects.exists()


def test_scopes_leave_guests_and_strangers_out(cast):
    GoalFactory(initiative=cast.initiative)
    seen = {role: Goal.objects.visible_to(cast.actor(role)).count() for role in ("lead", "member", "ministry", "admin")}
    assert seen == {"lead": 1, "member": 1, "ministry": 0, "admin": 0}
    assert Goal.objects.visible_to(Actor.system()).count() == 1


def test_an_initiative_is_seen_by_its_people_and_when_public_by_everybody(cast):
    def sees(role):
        return Initiative.objects.visible_to(cast.actor(role)).filter(pk=cast.initiative.pk).exists()

    assert [role for role in ("lead", "ministry", "admin", "stranger", "anonymous") if sees(role)] == [
        "lead",
        "ministry",
        "admin",
    ]
    Initiative.objects.filter(pk=cast.initiative.pk).update(is_public=True)
    assert sees("anonymous")


def test_saving_under_english_keeps_the_hebrew(cast):
    with translation.override("en"):
        initiatives.change(actor=cast.actor("director"), initiative=cast.initiative, name_en="Renamed")
    cast.initiative.refresh_from_db()
    assert cast.initiative.name_he.startswith("יוזמה")
