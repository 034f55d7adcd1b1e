"""Opening an initiative and changing its settings. Who leads it is given a floor above."""

from collections.abc import Mapping
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from documents.services import documents
from initiative import policies, stage_sets
from initiative.models import Initiative, Stage
from initiative.validation import is_reserved, is_slug
from kernel import languages, writing
from kernel.actor import Actor
from kernel.errors import Invalid
from kernel.permissions import require

TRANSLATED = ("name", "short_name", "sender_name")
CHANGEABLE = frozenset(
    {
        "is_public",
        "starts_on",
        "ends_on",
        "languages",
        "group_word",
        "logo",
        "accent",
        *(column for field in TRANSLATED for column in languages.columns(field)),
    }
)


def create(*, actor: Actor, slug: str, kind: str, **values: Any) -> Initiative:
    """Open an initiative with the stages of its kind's set. An administrator, or a director of another one.

    It refuses an address that is taken, reserved or unreadable.
    """
    require(policies.may_open(actor))
    _check_slug(slug)
    values = _checked(values)
    writing.need(values, "name")
    initiative = Initiative(slug=slug, kind=kind, **values)
    writing.validate(initiative)
    with transaction.atomic():
        writing.inserted(initiative, _("This address is taken: choose another one."), "slug_taken")
        Stage.objects.bulk_create(_stages(initiative))
        audit.record(
            actor=actor, kind="initiative.initiative.created", subject=initiative, initiative=initiative, changes={}
        )
    return initiative


def change(
    *, actor: Actor, initiative: Initiative, seen: int | None = None, picture: File | None = None, **values: Any
) -> Initiative:
    """Change settings, with a picture the logo too; the kind never changes. Director and coordinators.

    It refuses a name missing in the first language, a version that is no longer the present one, and what is no small
    picture.
    """
    require(policies.may_change(actor, initiative))
    unknown = set(values) - CHANGEABLE
    if unknown:
        raise TypeError(f"Settings have no {sorted(unknown)}.")
    values = _checked(values)
    if set(languages.columns("name")) & set(values):
        writing.need({**{name: getattr(initiative, name) for name in languages.columns("name")}, **values}, "name")
    with transaction.atomic():
        if picture:
            values["logo"] = documents.add_logo(actor=actor, file=picture, title=str(initiative), owner=initiative)
        changes = audit.differences(initiative, values)
        if not changes:
            return initiative
        for name, value in values.items():
            setattr(initiative, name, value)
        writing.validate(initiative)
        writing.change(initiative, values, seen)
        audit.record(
            actor=actor,
            kind="initiative.initiative.changed",
            subject=initiative,
            initiative=initiative,
            changes=changes,
        )
    return initiative


def set_logo(*, actor: Actor, initiative: Initiative, file: File) -> Initiative:
    """Give the initiative a logo. Director and coordinators; refuses what is no small picture."""
    return change(actor=actor, initiative=initiative, picture=file)


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    out = writing.cleaned(values, names=TRANSLATED)
    if "languages" in out:
        spoken = [code for code in languages.codes() if code in out["languages"]]
        if languages.default() not in spoken:
            raise Invalid(
                writing.SOME_FIELDS,
                fields={"languages": [_("The portal's first language belongs to each initiative.")]},
            )
        out["languages"] = spoken
    starts, ends = out.get("starts_on"), out.get("ends_on")
    if starts and ends and ends < starts:
        raise Invalid(writing.SOME_FIELDS, fields={"ends_on": [_("The last day comes before the first: change one.")]})
    return out


def _check_slug(slug: str) -> None:
    if not is_slug(slug):
        sentence = _("Write 2 to 40 small Latin letters, digits and hyphens, such as five-units.")
        raise Invalid(writing.SOME_FIELDS, "bad_slug", fields={"slug": [sentence]})
    if is_reserved(slug):
        sentence = _("The portal uses this word itself: choose another one.")
        raise Invalid(writing.SOME_FIELDS, "reserved_slug", fields={"slug": [sentence]})


def _stages(initiative: Initiative) -> list[Stage]:
    out = []
    for position, seed in enumerate(stage_sets.SETS[initiative.kind], 1):
        names = {}
        for code in languages.codes():
            with translation.override(code):
                names[languages.column("name", code)] = str(seed.name)
        out.append(Stage(initiative=initiative, code=seed.code, position=position, **names))
    return out
