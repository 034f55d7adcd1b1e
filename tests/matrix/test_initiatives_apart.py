"""Initiatives never mix: what is written in another one is read nowhere in this one, by nobody who has no part there.

A word is planted in every text of the two other initiatives of the demo. Then the cast reads every page, endpoint,
file and feed of its own initiative and of none (homes, searches, own data), and searches for the word by name.
"""

import pytest
from django.apps import apps
from django.db.models import CharField, TextField

from initiative.models import Initiative
from kernel import actor as actors
from partners.models import Mandate, Organisation, Participation
from tests.matrix.answers import answers, said
from tests.matrix.snapshot import demo_world
from tests.matrix.visitor import Visitor
from tests.matrix.world import visitors
from working_groups.models import Seat

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.one_database]
WORD = "zzelsewhere"
OWN = "5x2"
SHORTEST = 100  # letters of a column that people write into; codes, states and ids are shorter
SHARED = {"accounts", "audit", "communication"}  # people and what they are told are of no initiative
READERS = ("coordinator", "lead", "funder", "chair", "anonymous")
# What each initiative publishes stands side by side there, for everybody.
SIDE_BY_SIDE = {"initiatives"}
NAMELESS = {"id", "public_id", "file", "hash", "sha256", "slug", "path", "source_url", "url", "file_name"}


def written(model):
    """The columns of a model that hold what people wrote."""
    for field in model._meta.local_concrete_fields:
        is_long = isinstance(field, TextField) or (field.max_length or 0) >= SHORTEST
        if isinstance(field, CharField | TextField) and is_long and not field.choices and field.name not in NAMELESS:
            yield field.column


def parents(model):
    """(column, model) of what the rows of a model belong to."""
    for field in model._meta.local_concrete_fields:
        if field.is_relation and field.related_model._meta.app_label not in SHARED and field.related_model is not model:
            yield field.column, field.related_model


def elsewhere(world):
    """{model: keys} of all rows that belong to another initiative, however far."""
    columns, rows = world.rows[Initiative._meta.db_table]
    slug, key = columns.index("slug"), columns.index("id")
    found = {Initiative: {row[key] for row in rows if row[slug] != OWN}}
    models = [one for one in apps.get_models(include_auto_created=True) if one._meta.app_label not in SHARED]
    while True:
        before = sum(map(len, found.values()))
        for model in models:
            columns, rows = world.rows.get(model._meta.db_table, ([], []))
            places = [(columns.index(column), parent) for column, parent in parents(model)] if rows else []
            for row in rows:
                if any(row[at] in found.get(parent, ()) for at, parent in places):
                    found.setdefault(model, set()).add(row[columns.index(model._meta.pk.column)])
        if sum(map(len, found.values())) == before:
            return {**found, Organisation: only_elsewhere(world, found[Participation])}


def only_elsewhere(world, participations):
    """The organisations that take part in other initiatives alone."""
    columns, rows = world.rows[Participation._meta.db_table]
    key, organisation = columns.index("id"), columns.index("organisation_id")
    return {row[organisation] for row in rows if row[key] in participations} - {
        row[organisation] for row in rows if row[key] not in participations
    }


def plant(world):
    """The word before everything that was written in another initiative; initiatives themselves are named in public."""
    for model, keys in elsewhere(world).items():
        columns, rows = world.rows[model._meta.db_table]
        texts = {columns.index(name) for name in written(model)}
        key = columns.index(model._meta.pk.column)
        if model is not Initiative and texts:
            world.rows[model._meta.db_table] = (columns, [
                tuple(f"{WORD} {one}"[:SHORTEST] if at in texts and one else one for at, one in enumerate(row))
                if row[key] in keys else row
                for row in rows
            ])  # fmt: skip


def strangers(cast):
    """Those who hold nothing in another initiative, and do not run the portal."""
    keys = frozenset(Initiative.objects.exclude(slug=OWN).values_list("pk", flat=True))
    seated = set(Seat.objects.filter(body__initiative__in=keys).values_list("person_id", flat=True))
    out = {}
    for name, who in cast.items():
        actor = actors.for_user(who.person.pk) if who.person else actors.Actor.public()
        if (
            not actor.keys("partners.initiative") & keys
            and not actor.keys("accounts.admin")
            and actor.user_id not in seated
        ):
            out[name] = who
    return out


def searches(address):
    """The half of the word where one may search."""
    view = getattr(address.view, "view_class", None)
    filters = getattr(getattr(view, "filterset_class", None), "base_filters", ())
    return [f"q={WORD[:6]}"] if "q" in filters or "search" in address.name else []


def read(cast, every=1):
    """Where the word is read, and how many answers there were."""
    found, seen = {}, 0
    for address, name, asked, answer in answers(cast, every, searches):
        seen += answer.status_code == 200
        text = said(answer)
        if (at := text.find(WORD.encode())) >= 0 and address.rpartition(":")[2] not in SIDE_BY_SIDE:
            found.setdefault(address, f"{name} {asked}: {text[max(0, at - 80) : at + 60].decode(errors='replace')}")
    return list(found.values()), seen


def insider():
    """Somebody who runs another initiative."""
    return Visitor(
        Mandate.objects.filter(participation__initiative__slug="volunteering", kind="director").first().person
    )


def test_the_word_is_read_by_those_of_the_other_initiative(run_folder):
    with demo_world(run_folder, plant):
        reader = insider()
        for place in ("bodies", "partners", "tasks", "decisions", "measures"):
            answer = reader.ask("get", f"/he/volunteering/{place}/")
            assert answer.status_code == 200 and WORD.encode() in said(answer), place


@pytest.mark.exhaustive
def test_nobody_reads_of_an_initiative_without_a_part_in_it(run_folder):
    with demo_world(run_folder, plant):
        cast = strangers({name: who for name, who in visitors().items() if name in READERS})
        found, seen = read(cast)
    assert {"coordinator", "chair", "anonymous"} <= set(cast)
    assert "\n".join(found) == ""
    assert seen > 500
