"""One search over an initiative: organisations, people, measures, groups, decisions, tasks, as far as one may see them.

Spelling is folded (full and defective Hebrew, points, quotation marks, case), so that what was typed in one way finds
what was written in another. Of texts without a folded column the newest are looked through, up to a bound.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from initiative.models import Initiative
from kernel import languages
from kernel.actor import Actor
from kernel.text import search_key
from measurement.models import Measure
from partners.models import Participation
from partners.selectors import people
from portal.dashboards.steering import measure_url
from working_groups.models import Body, Decision, Task
from working_groups.selectors import words

LOOKED_THROUGH = 2000
SHOWN = 8
SHORTEST = 2


@dataclass(frozen=True)
class Found:
    """One thing that was found."""

    title: str
    language: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Kind:
    """What was found of one kind; `more` tells that there is more than is shown."""

    code: str
    label: str
    icon: str
    found: tuple[Found, ...]
    more: bool


@dataclass(frozen=True)
class Answer:
    """The whole answer."""

    typed: str
    is_short: bool
    kinds: tuple[Kind, ...]

    @property
    def count(self) -> int:
        """How many things are shown."""
        return sum(len(kind.found) for kind in self.kinds)


def search(actor: Actor, initiative: Initiative, typed: str) -> Answer:
    """What holds the words that were typed."""
    typed = typed.strip()[:100]
    key = search_key(typed)
    if len(key) < SHORTEST:
        return Answer(typed, bool(typed), ())
    kinds = (
        _organisations(actor, initiative, key),
        _people(actor, initiative, key),
        _measures(actor, initiative, key),
        _bodies(actor, initiative, key),
        _decisions(actor, initiative, key),
        _tasks(actor, initiative, key),
    )
    return Answer(typed, False, tuple(kind for kind in kinds if kind.found))


def _kind(code: str, label: str, icon: str, rows: Iterable[Any], show: Callable[[Any], Found]) -> Kind:
    first = list(rows)[: SHOWN + 1]
    return Kind(code, label, icon, tuple(show(row) for row in first[:SHOWN]), len(first) > SHOWN)


def _holding(rows: QuerySet[Any], key: str, *columns: str) -> QuerySet[Any]:
    """The rows one of whose texts holds the key once folded."""
    newest = rows.order_by("-pk").values_list("pk", *columns)[:LOOKED_THROUGH]
    keys = [pk for pk, *texts in newest if any(text and key in search_key(text) for text in texts)]
    return rows.filter(pk__in=keys[: SHOWN + 1]).order_by("-pk")


def _organisations(actor: Actor, initiative: Initiative, key: str) -> Kind:
    rows = Participation.objects.visible_to(actor).filter(initiative=initiative, organisation__name_key__contains=key)
    rows = rows.select_related("organisation", "initiative").order_by("pk")[: SHOWN + 1]

    def show(row: Any) -> Found:
        name = languages.text(row.organisation, "name")
        return Found(name.value, name.language, row.get_absolute_url(), str(row.organisation.get_sector_display()))

    return _kind("organisations", _("Organisations"), "building", rows, show)


def _people(actor: Actor, initiative: Initiative, key: str) -> Kind:
    rows = _holding(people.fellows(actor, initiative), key, *languages.columns("name"))

    def show(row: Any) -> Found:
        name = languages.text(row, "name")
        return Found(name.value, name.language, row.get_absolute_url(), row.function)

    return _kind("people", _("People"), "user", rows, show)


def _measures(actor: Actor, initiative: Initiative, key: str) -> Kind:
    mine = Measure.objects.visible_to(actor).filter(initiative=initiative)
    rows = _holding(mine, key, "code", *languages.columns("name"))

    def show(row: Any) -> Found:
        name = languages.text(row, "name")
        return Found(name.value, name.language, measure_url(initiative, row), row.code)

    return _kind("measures", _("Measures"), "target", rows, show)


def _bodies(actor: Actor, initiative: Initiative, key: str) -> Kind:
    mine = Body.objects.visible_to(actor).filter(initiative=initiative).select_related("initiative")
    rows = _holding(mine, key, *languages.columns("name"))

    def show(row: Any) -> Found:
        name = languages.text(row, "name")
        return Found(name.value, name.language, row.get_absolute_url(), words.body_word(row))

    return _kind("bodies", _("Committees and groups"), "users-group", rows, show)


def _decisions(actor: Actor, initiative: Initiative, key: str) -> Kind:
    mine = Decision.objects.visible_to(actor).filter(body__initiative=initiative).select_related("body__initiative")
    rows = _holding(mine, key, *languages.columns("text"))

    def show(row: Any) -> Found:
        title = words.decision_title(row)
        return Found(title.value, title.language, row.get_absolute_url(), str(row.body))

    return _kind("decisions", _("Decisions"), "scale", rows, show)


def _tasks(actor: Actor, initiative: Initiative, key: str) -> Kind:
    mine = Task.objects.visible_to(actor).filter(initiative=initiative).select_related("initiative")
    rows = _holding(mine, key, "title")

    def show(row: Any) -> Found:
        return Found(row.title, row.title_language, row.get_absolute_url(), str(row.get_state_display()))

    return _kind("tasks", _("Tasks"), "list-check", rows, show)
