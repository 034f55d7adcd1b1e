"""The frozen content of a digest as a letter: subject, text and HTML in the active language."""

from dataclasses import dataclass
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from communication import letters, links, notices, subjects, wording
from communication.digests.content import ACT, ANSWER_FOR, ASKED, NEWS, PROMISED, Content, Group, Line
from communication.models import Cadence, Digest
from initiative.models import Initiative
from kernel import actor as actors
from kernel import languages
from kernel.formatting import day_words

HEADINGS = {
    ACT: gettext_lazy("What waits for you"),
    PROMISED: gettext_lazy("What you promised"),
    ANSWER_FOR: gettext_lazy("What you answer for"),
    ASKED: gettext_lazy("What others ask of you"),
    NEWS: gettext_lazy("What is new"),
}
PARTS = {
    "decided": pgettext_lazy("part of a digest", "Decided"),
    "done": pgettext_lazy("part of a digest", "Done"),
    "due": pgettext_lazy("part of a digest", "Due"),
    "late": pgettext_lazy("part of a digest", "Late"),
    "movement": pgettext_lazy("part of a digest", "The measures"),
    "to_come": pgettext_lazy("part of a digest", "To come"),
    "asked": pgettext_lazy("part of a digest", "Asked of others"),
}
RHYTHM = {
    Cadence.DAILY: gettext_lazy("It comes on working days, and only when there is something to tell."),
    Cadence.TWICE_WEEKLY: gettext_lazy("It comes twice a week, and only when there is something to tell."),
    Cadence.WEEKLY: gettext_lazy("It comes on Tuesday mornings, and only when there is something to tell."),
    Cadence.FORTNIGHTLY: gettext_lazy("It comes every second Tuesday, and only when there is something to tell."),
    Cadence.MONTHLY: gettext_lazy("It comes once a month, and only when there is something to tell."),
    Cadence.QUARTERLY: gettext_lazy("It comes once a quarter, and only when there is something to tell."),
}


@dataclass(frozen=True)
class Shown:
    """A line as the templates take it: plain and HTML forms of what holds isolates."""

    line: Line
    url: str
    part: Any = ""
    # The one initiative of the whole mail stands at its head, not in each line.
    place: str = ""

    @property
    def text(self) -> str:
        """For the text part and the subject."""
        return self.line.text

    @property
    def html(self) -> str:
        """For the HTML part."""
        return wording.as_html(self.line.text)

    @property
    def detail(self) -> str:
        """Organisation and initiative, for the text part."""
        return self.line.detail.removesuffix(self.place).removesuffix(" · ") if self.place else self.line.detail

    @property
    def detail_html(self) -> str:
        """The same for the HTML part."""
        return wording.as_html(self.detail)


def letter(digest: Digest, content: Content) -> EmailMultiAlternatives:
    """The letter of a digest."""
    values = shape(digest, content)
    return letters.compose(digest.person, subjects.DIGEST, "digest", values)


def shape(digest: Digest, content: Content) -> dict[str, Any]:
    """What the templates of a digest need."""
    person = digest.person
    plain = notices.is_staff(actors.for_user(person.pk, language=person.language))
    order = [*content.lines, *(line for group in content.groups for line in group.lines)]
    places = {line.key: place for place, line in enumerate(order)}

    def address(line: Line) -> str:
        if not line.url or plain:
            return links.absolute(line.url) if line.url else ""
        return links.go(links.DIGEST_LINE, digest.public_id, places[line.key])

    names = _initiatives(content)
    place = wording.isolated(names[0]) if len(names) == 1 else ""
    parts = []
    for code, heading in HEADINGS.items():
        lines = [Shown(line, address(line), place=place) for line in content.shown if line.section == code]
        if lines:
            parts.append({"code": code, "title": heading, "lines": lines})
    groups = [_group(group, address) for group in content.shown_groups]
    duties = [line for line in content.lines if line.section in (ACT, PROMISED)]
    minutes = sum(line.minutes for line in duties)
    headline = _headline(content, len(duties))
    return {
        "subject_line": _subject(headline, names),
        "headline": headline,
        "sender_name": _called(names[0], "sender_name", "short_name") if place else "",
        "day": day_words(digest.due_at),
        "effort": _effort(minutes) if minutes else "",
        "parts": parts,
        "more": _more(content.more),
        "groups": groups,
        "more_groups": _more(content.more_groups),
        "why": content.why,
        "why_html": wording.as_html(content.why),
        "rhythm": RHYTHM[Cadence(digest.cadence)],
    }


def _group(group: Group, address: Any) -> dict[str, Any]:
    return {
        "name": group.name,
        "name_html": wording.as_html(wording.isolated(group.name)),
        "url": links.absolute(group.url) if group.url else "",
        "lines": [Shown(line, address(line), PARTS.get(line.section, "")) for line in group.lines],
        "summary": " · ".join(f"{PARTS[part]}: {count}" for part, count in group.parts),
    }


def _initiatives(content: Content) -> list[str]:
    names = [line.initiative for line in content.lines if line.initiative]
    names += [group.initiative for group in content.groups if group.initiative]
    return list(dict.fromkeys(names))


def _headline(content: Content, duties: int) -> str:
    if duties:
        return ngettext("One thing waits for you", "%(count)s things wait for you", duties) % {"count": duties}
    if any(line.section in (ANSWER_FOR, ASKED) for line in content.lines):
        return _("What needs your attention")
    if content.lines:
        return _("What is new")
    return _("Progress of the groups")


def _subject(headline: str, names: list[str]) -> str:
    place = wording.isolated(_called(names[0], "short_name")) if len(names) == 1 else _("Shidra")
    return _("%(place)s: %(headline)s") % {"place": place, "headline": headline}


def _called(name: str, *fields: str) -> str:
    """What an initiative of that name chose to be called here: a subject line has little room for the whole name."""
    for row in Initiative.objects.all():
        if str(languages.text(row, "name")) == name:
            return next((chosen for field in fields if (chosen := str(languages.text(row, field)))), name)
    return name


def _effort(minutes: int) -> str:
    return ngettext(
        "About a minute in all. The rest is for your information.",
        "About %(minutes)s minutes in all. The rest is for your information.",
        minutes,
    ) % {"minutes": minutes}


def _more(count: int) -> str:
    return ngettext("and one more", "and %(count)s more", count) % {"count": count} if count else ""
