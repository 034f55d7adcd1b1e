"""What the pages of a body share: the rows of the address, crumbs, tabs, one form page, one button, the history."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import selectors as audit
from initiative.scope import InitiativeMixin
from kernel import permissions
from kernel.views import ActView, FormPage, Page, find
from working_groups.models import AgendaItem, Body, Meeting, Seat
from working_groups.selectors import words

Crumb = tuple[Any, str]


@dataclass(frozen=True)
class Tab:
    """One part of a page, as `components/tabs.html` shows it."""

    url: str
    label: Any
    count: int = 0
    kind: str = ""
    current: bool = False


class Here(InitiativeMixin):
    """An address inside an initiative."""

    def url(self, name: str, *rows: Any) -> str:
        """The address of a page of this floor."""
        args = [self.initiative.slug, *(getattr(row, "public_id", row) for row in rows)]
        return reverse(f"working_groups:{name}", args=args)

    def verdicts(self, subject: Any, noun: str, *acts: str) -> dict[str, permissions.Answer]:
        """The policies' answers for the buttons of a page, by act; templates ask nothing themselves."""
        actor = self.actor  # type: ignore[attr-defined]
        return {act: permissions.ask(f"working_groups.{noun}.{act}", actor, subject) for act in acts}


class InBody(Here):
    """An address of one body."""

    tab: ClassVar[str] = "overview"

    @cached_property
    def body(self) -> Body:
        """The body of the address."""
        rows = Body.objects.visible_to(self.actor).filter(initiative=self.initiative)  # type: ignore[attr-defined]
        rows = rows.select_related("initiative", "goal", "facilitator__person", "charter__body")
        return find(rows, public_id=self.kwargs["body"])  # type: ignore[no-any-return]

    def get_subject(self) -> Any:
        return self.body

    def crumbs(self, *more: Crumb) -> list[Crumb]:
        """Where the page stands."""
        head: list[Crumb] = [(_("Committees and groups"), self.url("bodies"))]
        return [*head, (str(self.body), self.url("body", self.body) if more else ""), *more]

    def tabs(self) -> list[Tab]:
        """The parts of a body."""
        names = (
            ("overview", _("Overview"), "body"),
            ("meetings", _("Meetings"), "meetings"),
            ("decisions", _("Decisions"), "body-decisions"),
            ("tasks", _("Tasks"), "body-tasks"),
            ("seats", _("Seats"), "seats"),
            ("history", _("History"), "body-history"),
        )
        return [Tab(self.url(name, self.body), label, current=word == self.tab) for word, label, name in names]


class InMeeting(InBody):
    """An address of one meeting."""

    tab = "meetings"

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting of the address."""
        rows = Meeting.objects.visible_to(self.actor).filter(body__initiative=self.initiative)  # type: ignore[attr-defined]
        rows = rows.filter(body__public_id=self.kwargs["body"]).select_related("body__initiative", "minutes")
        return find(rows, public_id=self.kwargs["meeting"])  # type: ignore[no-any-return]

    @cached_property
    def body(self) -> Body:
        """The meeting's body: who sees the meeting reads its name."""
        return self.meeting.body

    def get_subject(self) -> Any:
        return self.meeting

    def meeting_crumbs(self, *more: Crumb) -> list[Crumb]:
        """Where the page stands."""
        word = words.meeting_word(self.meeting)
        here = self.url("meeting", self.body, self.meeting) if more else ""
        return self.crumbs((_("Meetings"), self.url("meetings", self.body)), (word, here), *more)


class InItem(InMeeting):
    """An address of one item of an agenda."""

    @cached_property
    def item(self) -> AgendaItem:
        """The item of the address."""
        rows = AgendaItem.objects.filter(meeting=self.meeting).select_related("meeting__body__initiative", "lead")
        return find(rows, public_id=self.kwargs["item"])  # type: ignore[no-any-return]

    def get_subject(self) -> Any:
        return self.item.meeting


class InSeat(InBody):
    """An address of one seat."""

    tab = "seats"

    @cached_property
    def seat(self) -> Seat:
        """The seat of the address."""
        rows = Seat.objects.visible_to(self.actor).filter(body=self.body)  # type: ignore[attr-defined]
        rows = rows.select_related("body__initiative", "person", "participation__organisation", "substitute")
        return find(rows, public_id=self.kwargs["seat"])  # type: ignore[no-any-return]

    def get_subject(self) -> Any:
        return self.seat


class Submit(FormPage):
    """One form with its act. A subclass names the words, the form and the act."""

    template_name = "working_groups/form.html"
    title: ClassVar[Any] = ""
    submit: ClassVar[Any] = gettext_lazy("Save")
    after: ClassVar[tuple[Any, ...]] = ()
    danger: ClassVar[bool] = False

    def get_title(self, subject: Any) -> str:
        """The heading."""
        return str(self.title)

    def get_crumbs(self, title: str) -> list[Crumb]:
        """Where the form stands."""
        return self.crumbs((title, ""))  # type: ignore[attr-defined, no-any-return]

    def get_back_url(self, subject: Any) -> str:
        """Where the form came from, and where it goes after the act."""
        return self.url("body", self.body)  # type: ignore[attr-defined, no-any-return]

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        title = self.get_title(subject)
        return {
            "title": title,
            "crumbs": self.get_crumbs(title),
            "submit": self.submit,
            "after": self.after,
            "danger": self.danger,
            "cancel_url": self.get_back_url(subject),
        }

    def get_success_url(self, subject: Any, result: Any) -> str:
        return self.get_back_url(subject)


class Button(ActView):
    """One act without a form."""

    argument = "body"

    def get_back_url(self, subject: Any) -> str:
        """The page the button stands on."""
        return str(subject.get_absolute_url())

    def get_refusal_url(self, subject: Any) -> str:
        return self.get_back_url(subject)

    def get_success_url(self, subject: Any, result: Any) -> str:
        return self.get_back_url(subject)


class History(Page):
    """What happened to a thing, seen as the thing."""

    policy = "visible"
    template_name = "audit/history.html"

    def get_title(self, subject: Any) -> str:
        """What it is called."""
        return str(subject)

    def get_crumbs(self, subject: Any) -> list[Crumb]:
        """Where it stands."""
        return self.crumbs((_("History"), ""))  # type: ignore[attr-defined, no-any-return]

    def get_lines(self, subject: Any) -> Any:
        """Its entries, the latest first."""
        return audit.history(self.actor, subject)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        return {
            "title": _("History: %(title)s") % {"title": self.get_title(subject)},
            "lines": self.get_lines(subject),
            "crumbs": self.get_crumbs(subject),
        }
