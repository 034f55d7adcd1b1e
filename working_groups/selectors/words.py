"""The words of this floor on screen: a body's own word, and how its meetings are called."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kernel import languages
from kernel.languages import Text
from working_groups.models import AgendaItem, Body, BodyKind, Decision, Meeting


def body_word(body: Body) -> str:
    """Committee, group, team, forum: a working group is called as its initiative calls it."""
    if body.kind == BodyKind.GROUP:
        return str(body.initiative.get_group_word_display())
    return str(body.get_kind_display())


def meeting_word(meeting: Meeting) -> str:
    """A committee sits in sessions, a group meets: the word with the number."""
    number = {"number": meeting.number}
    if meeting.body.is_committee:
        return pgettext("committee", "Meeting %(number)s") % number
    return pgettext("group", "Meeting %(number)s") % number


def meeting_title(meeting: Meeting) -> str:
    """The meeting with its body, for lines that stand outside the body's page."""
    return _("%(body)s, %(meeting)s") % {"body": meeting.body, "meeting": meeting_word(meeting)}


def item_name(item: AgendaItem) -> str:
    """An agenda item with its meeting: the same title stands on many agendas."""
    return f"{meeting_word(item.meeting)}: {item.title}"


def decision_name(decision: Decision) -> str:
    """A decision in a list to choose from: its number in its body, and the beginning of its text."""
    numbered = _("%(body)s, decision %(number)s") % {"body": decision.body, "number": decision.number}
    return f"{numbered}: {decision_title(decision, 60)}"


def topic(meeting: Meeting) -> Text:
    """The topic in the reader's language, else in another, visibly; empty if there is none."""
    return languages.text(meeting, "topic")


def decision_title(decision: Decision, length: int = 140) -> Text:
    """The first line of the text, shortened at a word."""
    text = languages.text(decision, "text")
    line = text.value.strip().split("\n", 1)[0]
    if len(line) > length:
        line = f"{line[:length].rsplit(' ', 1)[0]}…"
    return Text(line, text.language)


def owner(participation: Any) -> str:
    """The name of who takes part: an organisation, or a person by themselves."""
    return str(participation.organisation or participation.person)
