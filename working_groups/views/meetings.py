"""Pages of meetings: lists, one meeting, the forms and acts of its life."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Case, F, Q, When
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import selectors as audit
from documents import selectors as documents
from kernel import clock, languages, permissions
from kernel.downloads import Column
from kernel.views import Page, ScopedList
from working_groups.exports import calendar_of
from working_groups.filters import BodyMeetingFilter, MeetingFilter
from working_groups.forms.fields import ReasonForm
from working_groups.forms.meetings import MeetingDetailsForm, MeetingForm, MoveForm
from working_groups.models import Attendance, Decision, Meeting, Minutes, Task
from working_groups.selectors import attendance, decision_register, meeting_pack, my_bodies, tasks, words
from working_groups.services import meetings as acts
from working_groups.views.shared import Button, Here, History, InBody, InMeeting, Submit

ACTS = ("edit", "open", "call", "hold", "cancel")
COLUMNS = (
    Column("body", gettext_lazy("Committee or group"), lambda row: str(row.body)),
    Column("number", gettext_lazy("Number"), attrgetter("number"), "whole"),
    Column("topic", gettext_lazy("Topic"), lambda row: str(words.topic(row))),
    Column("starts_on", gettext_lazy("Day"), lambda row: clock.day_of(row.starts_at), "date"),
    Column("place", gettext_lazy("Place"), attrgetter("place")),
    Column("state", gettext_lazy("State"), lambda row: str(row.get_state_display())),
)


class MeetingList(Here, ScopedList):
    """Meetings of the initiative that one may see."""

    model = Meeting
    template_name = "working_groups/meeting_list.html"
    filterset_class = MeetingFilter
    export_name = "meetings"
    columns = COLUMNS
    # The nearest to come first, then what was, the latest first.
    sorts = {
        "near": ("is_past", "next_at", "-starts_at"),
        "when": ("starts_at",),
        "body": ("body", "-starts_at"),
        "state": ("state", "-starts_at"),
    }

    def get_queryset(self) -> Any:
        rows = Meeting.objects.visible_to(self.actor).filter(body__initiative=self.initiative)
        coming = Q(ends_at__gte=clock.now())
        return rows.select_related("body__initiative").annotate(
            is_past=Case(When(coming, then=False), default=True, output_field=BooleanField()),
            next_at=Case(When(coming, then=F("starts_at"))),
        )

    def shape(self, rows: Any) -> list[Any]:
        return [my_bodies.coming(row) for row in rows]

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        return {"title": _("Meetings"), "crumbs": [(_("Meetings"), "")]}


class BodyMeetings(InBody, MeetingList):
    """Meetings of one body."""

    tab = "meetings"
    filterset_class = BodyMeetingFilter

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(body=self.body)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        return {
            "title": _("Meetings: %(body)s") % {"body": self.body},
            "crumbs": self.crumbs((_("Meetings"), "")),
            "tabs": self.tabs(),
            "may_plan": permissions.ask("working_groups.meeting.plan", self.actor, self.body),
            "new_url": self.url("meeting-new", self.body),
        }


class MeetingDetail(InMeeting, Page):
    """One meeting: when, where, the agenda, who came, the minutes."""

    policy = "visible"
    template_name = "working_groups/meeting_detail.html"

    def get_context(self, subject: Meeting) -> Mapping[str, Any]:
        actor, word = self.actor, words.meeting_word(subject)
        seen = Attendance.objects.visible_to(actor).filter(meeting=subject).exists()
        decided = Decision.objects.visible_to(actor).filter(item__meeting=subject).select_related("body__initiative")
        given = Task.objects.visible_to(actor).filter(item__meeting=subject).select_related(*tasks.WITH)
        agenda = meeting_pack.agenda(subject)
        rows = attendance.grid(subject) if seen else None
        return {
            "title": word,
            "object": subject,
            "crumbs": self.meeting_crumbs(),
            "tabs": self.tabs(),
            "word": word,
            "topic": words.topic(subject),
            "agenda": agenda,
            "attendance": rows or [],
            "counted": attendance.counted(subject, rows),
            "papers": documents.papers(actor, [subject, *(slot.item for slot in agenda.slots)]),
            "minutes": Minutes.objects.visible_to(actor).filter(meeting=subject).first(),
            "decisions": [decision_register.line(row) for row in decided],
            "tasks": [tasks.line(row) for row in given],
            "verdicts": self._verdicts(subject),
            "urls": self._urls(),
        }

    def _verdicts(self, meeting: Meeting) -> dict[str, permissions.Answer]:
        return {
            **self.verdicts(meeting, "meeting", *ACTS),
            **self.verdicts(meeting, "item", "propose"),
            **self.verdicts(meeting, "attendance", "record", "guest"),
            **self.verdicts(meeting, "minutes", "write"),
            **self.verdicts(meeting, "material", "attach"),
        }

    def _urls(self) -> dict[str, str]:
        names = ("edit", "move", "cancel", "open", "call", "hold", "history", "calendar")
        urls = {name: self.url(f"meeting-{name}", self.body, self.meeting) for name in names}
        others = {
            "agenda": "agenda",
            "materials": "meeting-materials",
            "record": "attendance",
            "minutes": "minutes",
            "write": "minutes-edit",
            "guest": "guest-new",
            "propose": "item-new",
        }
        return urls | {word: self.url(name, self.body, self.meeting) for word, name in others.items()}


class MeetingNew(InBody, Submit):
    """Plan a meeting."""

    policy = "working_groups.meeting.plan"
    form_class = MeetingForm
    tab = "meetings"
    title = gettext_lazy("New meeting")
    submit = gettext_lazy("Plan the meeting")
    success_message = gettext_lazy("The meeting is planned. Open its agenda for proposals.")

    def get_back_url(self, subject: Any) -> str:
        return self.url("meetings", self.body)

    def act(self, subject: Any, form: Any) -> Any:
        return acts.plan(
            actor=self.actor,
            body=subject,
            starts_at=form.cleaned_data["starts_at"],
            ends_at=form.cleaned_data["ends_at"],
            values={**form.values(), "place_language": languages.current()},
        )

    def get_success_url(self, subject: Any, result: Any) -> str:
        return str(result.get_absolute_url())


class MeetingSubmit(InMeeting, Submit):
    """A form about one meeting."""

    def get_crumbs(self, title: str) -> list[tuple[Any, str]]:
        return self.meeting_crumbs((title, ""))

    def get_back_url(self, subject: Any) -> str:
        return self.url("meeting", self.body, self.meeting)


class MeetingEdit(MeetingSubmit):
    """Change topic, place, link and who sees it."""

    policy = "working_groups.meeting.edit"
    form_class = MeetingDetailsForm
    title = gettext_lazy("Details of the meeting")
    submit = gettext_lazy("Save the details")
    success_message = gettext_lazy("The details were saved.")

    def get_form_kwargs(self, subject: Meeting) -> dict[str, Any]:
        return {"meeting": subject}

    def act(self, subject: Meeting, form: Any) -> Any:
        subject.version = form.cleaned_data["version"] or subject.version
        return acts.change(actor=self.actor, meeting=subject, values=form.values())


class MeetingMove(MeetingSubmit):
    """Another time."""

    policy = "working_groups.meeting.edit"
    form_class = MoveForm
    title = gettext_lazy("Another time for the meeting")
    submit = gettext_lazy("Move the meeting")
    success_message = gettext_lazy("The meeting was moved.")
    after = (gettext_lazy("Everybody who sits here is told at once, with the reason."),)

    def get_form_kwargs(self, subject: Meeting) -> dict[str, Any]:
        return {"initial": {"starts_at": subject.starts_at, "ends_at": subject.ends_at}}

    def act(self, subject: Meeting, form: Any) -> Any:
        return acts.move(actor=self.actor, meeting=subject, **form.cleaned_data)


class MeetingCancel(MeetingSubmit):
    """It does not take place."""

    policy = "working_groups.meeting.cancel"
    form_class = ReasonForm
    title = gettext_lazy("Cancel the meeting")
    submit = gettext_lazy("Cancel the meeting")
    danger = True
    success_message = gettext_lazy("The meeting was cancelled.")
    after = (gettext_lazy("Everybody who sits here is told at once, with the reason."),)

    def act(self, subject: Meeting, form: Any) -> Any:
        return acts.cancel(actor=self.actor, meeting=subject, reason=form.cleaned_data["reason"])


class MeetingButton(InMeeting, Button):
    """A button of a meeting."""

    argument = "meeting"


class MeetingOpen(MeetingButton):
    """Open the agenda for proposals."""

    policy = "working_groups.meeting.open"
    service = staticmethod(acts.open_agenda)


class MeetingCall(MeetingButton):
    """Send the agenda."""

    policy = "working_groups.meeting.call"
    service = staticmethod(acts.call)


class MeetingHold(MeetingButton):
    """It was held: on to the attendance."""

    policy = "working_groups.meeting.hold"
    service = staticmethod(acts.hold)

    def get_success_url(self, subject: Any, result: Any) -> str:
        return self.url("attendance", self.body, self.meeting)


class MeetingHistory(InMeeting, History):
    """What happened to the meeting and to the items of its agenda."""

    def get_title(self, subject: Meeting) -> str:
        return words.meeting_title(subject)

    def get_lines(self, subject: Any) -> Any:
        return audit.histories(self.actor, [subject, *subject.items.all()], limit=100)

    def get_crumbs(self, subject: Any) -> list[tuple[Any, str]]:
        return self.meeting_crumbs((_("History"), ""))


class MeetingCalendar(InMeeting, Page):
    """The meeting as a file for a calendar."""

    policy = "visible"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The iCalendar file."""
        meeting = self.get_subject()
        self.check(meeting)
        address = f"{settings.PORTAL_ORIGIN}{self.url('meeting', self.body, meeting)}"
        answer = HttpResponse(calendar_of(meeting, address), content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="meeting-{meeting.public_id}.ics"'
        return answer
