"""The subjects of mail: kinds of entries grouped as a person thinks of them, and what cannot be off.

Pure. A preference names a subject, never a single kind; `digest` is the digest itself and holds its cadence, `groups`
the block on the groups' progress.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

DIGEST, GROUPS = "digest", "groups"


@dataclass(frozen=True)
class Subject:
    """One line of the preferences: a word, a label, what it holds, and the kinds by the beginning of their names."""

    code: str
    label: Any
    explained: Any
    prefixes: tuple[str, ...]


SUBJECTS = (
    Subject(
        "requests",
        _("Reports and questions"),
        _("Requests for a report, questions, returns, acceptance and corrections."),
        (
            "measurement.request.",
            "measurement.submission.",
            "measurement.question.",
            "measurement.value.",
            "measurement.correction.",
            "measurement.reminder.",
        ),
    ),
    Subject(
        "meetings",
        _("Meetings"),
        _("Calls to meetings, changes of time or place, items of the agenda."),
        ("working_groups.meeting.", "working_groups.item.", "working_groups.attendance."),
    ),
    Subject("minutes", _("Minutes"), _("Minutes that were sent or confirmed."), ("working_groups.minutes.",)),
    Subject(
        "decisions",
        _("Decisions"),
        _("Decisions that wait for an answer, and those taken. A decision put to your body always comes at once."),
        ("working_groups.decision.",),
    ),
    Subject("tasks", _("Tasks"), _("Tasks given, moved, finished or dropped."), ("working_groups.task.",)),
    Subject(
        "results",
        _("Results"),
        _("Publication of results, and changes in how the measures are defined."),
        ("measurement.",),
    ),
    Subject(
        "money",
        _("Pooled funds"),
        _("Pledges, rounds, grants and their reports, payments and the books."),
        ("funding.",),
    ),
    Subject(
        "partners",
        _("Partners and people"),
        _("Who joins and leaves, roles given and ended, new groups and seats."),
        ("partners.", "working_groups."),
    ),
    Subject("initiative", _("The initiative"), _("New stages and changes in the initiative."), ("initiative.",)),
    Subject("operations", _("Running the portal"), _("Accounts and mails that need somebody to look."), ("",)),
)
BY_CODE = {subject.code: subject for subject in SUBJECTS}
# Small and named: what no preference turns off, because a right hangs on its date.
REQUIRED = frozenset({"working_groups.decision.tabled", "partners.participation.invited"})


def subject_of(kind: str) -> Subject:
    """The subject of a kind: the longest beginning wins."""
    return max(
        (subject for subject in SUBJECTS if any(kind.startswith(prefix) for prefix in subject.prefixes)),
        key=lambda subject: max(len(prefix) for prefix in subject.prefixes if kind.startswith(prefix)),
    )


def road(kind: str, at_once: bool, choice: str | None) -> str | None:
    """How an entry of this kind comes to a person with that choice: `mail`, `digest` or not at all.

    Whoever chose the digest misses nothing: what others get at once stands in it.
    """
    if kind in REQUIRED:
        return "mail"
    if choice == "off":
        return None
    if choice in ("now", "digest"):
        return "mail" if choice == "now" else "digest"
    return "mail" if at_once else "digest"
