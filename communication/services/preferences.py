"""Choosing what comes and how; stopping a kind of mail from the mail itself."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from audit import services as audit
from communication import subjects
from communication.models import Choice, Preference, StopToken
from communication.models.preferences import CADENCE_CHOICES, SUBJECT_CHOICES
from kernel import actor as actors
from kernel.actor import Actor
from kernel.errors import Invalid

PROPOSED = "proposed"


def kinds() -> tuple[str, ...]:
    """All words that a preference may name."""
    return (subjects.DIGEST, subjects.GROUPS, *subjects.BY_CODE)


def allowed(kind: str) -> tuple[str, ...]:
    """What may be chosen for a kind, besides what is proposed."""
    if kind == subjects.DIGEST:
        return tuple(str(choice) for choice in CADENCE_CHOICES)
    if kind == subjects.GROUPS:
        return (str(Choice.DIGEST), str(Choice.OFF))
    return tuple(str(choice) for choice in SUBJECT_CHOICES)


def choose(*, actor: Actor, choices: Mapping[str, str]) -> dict[str, list[str]]:
    """A signed-in person, about their own mails.

    Sets the choice of each kind named; `proposed` goes back to what is proposed. One entry for all that changed.
    Refuses an unknown kind or choice.
    """
    for kind, choice in choices.items():
        if kind not in kinds() or (choice != PROPOSED and choice not in allowed(kind)):
            raise Invalid(_("This choice is not on the list: choose again."), "unknown_choice", {kind: [choice]})
    person = Person.objects.get(pk=actor.user_id)  # type: ignore[misc]
    with transaction.atomic():
        before = dict(Preference.objects.filter(person=person).values_list("kind", "choice"))
        changed = {k: [before.get(k, PROPOSED), v] for k, v in choices.items() if before.get(k, PROPOSED) != v}
        if changed:
            _write(person, changed)
            audit.record(actor=actor, kind="communication.preference.changed", subject=person, changes=changed)
    return changed


def choices(person_id: int) -> dict[str, str]:
    """What a person chose so far."""
    return dict(Preference.objects.filter(person_id=person_id).values_list("kind", "choice"))


def _write(person: Person, changed: Mapping[str, list[str]]) -> None:
    Preference.objects.filter(
        person=person, kind__in=[kind for kind, pair in changed.items() if pair[1] == PROPOSED]
    ).delete()
    Preference.objects.bulk_create(
        [Preference(person=person, kind=kind, choice=pair[1]) for kind, pair in changed.items() if pair[1] != PROPOSED],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["choice", "at"],
    )


def stop(*, token: StopToken, instead: str = str(Choice.OFF), everything: bool = False) -> dict[str, list[str]]:
    """Whoever holds the link of a mail, for its person alone.

    Turns that kind off, or sets what is wanted instead; or turns off all that may be off. Says what was before, so that
    it can be undone. Refuses what is not on the list of choices.
    """
    actor = actors.for_user(token.person_id)
    wanted = {kind: str(Choice.OFF) for kind in kinds()} if everything else {token.kind: instead}
    return choose(actor=actor, choices=wanted)
