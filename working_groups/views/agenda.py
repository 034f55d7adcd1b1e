"""Pages of an agenda and of attendance: items proposed, accepted, put in order; who came; guests."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel import permissions
from kernel.views import Page
from working_groups.forms.meetings import AttendanceForm, GuestForm, ItemForm
from working_groups.models import Meeting
from working_groups.selectors import attendance, meeting_pack, words
from working_groups.services import agenda as acts
from working_groups.services import meetings
from working_groups.views.meetings import MeetingSubmit
from working_groups.views.shared import Button, InItem, InMeeting


class AgendaPage(InMeeting, Page):
    """The agenda with what may be done to each item."""

    policy = "visible"
    template_name = "working_groups/agenda.html"

    def get_context(self, subject: Meeting) -> Mapping[str, Any]:
        pack = meeting_pack.agenda(subject)
        return {
            "title": _("Agenda: %(meeting)s") % {"meeting": words.meeting_title(subject)},
            "crumbs": self.meeting_crumbs((_("Agenda of the meeting"), "")),
            "agenda": pack,
            "slots": [(slot, self._acts(slot.item)) for slot in pack.slots],
            "proposals": [(item, self._acts(item)) for item in pack.proposals],
            "declined": [(item, self._acts(item)) for item in pack.declined],
            "may_edit": permissions.ask("working_groups.meeting.edit", self.actor, subject),
            "may_propose": permissions.ask("working_groups.item.propose", self.actor, subject),
            "new_url": self.url("item-new", self.body, subject),
            "meeting_url": self.url("meeting", self.body, subject),
        }

    def _acts(self, item: Any) -> dict[str, str]:
        names = ("edit", "accept", "decline", "up", "down")
        return {name: self.url(f"item-{name}", self.body, self.meeting, item) for name in names}


class ItemNew(MeetingSubmit):
    """Propose an item."""

    policy = "working_groups.item.propose"
    form_class = ItemForm
    title = gettext_lazy("New agenda item")
    submit = gettext_lazy("Propose the item")
    success_message = gettext_lazy("The item was proposed.")

    def get_form_kwargs(self, subject: Meeting) -> dict[str, Any]:
        return {"actor": self.actor, "meeting": subject}

    def get_back_url(self, subject: Any) -> str:
        return self.url("agenda", self.body, self.meeting)

    def act(self, subject: Meeting, form: Any) -> Any:
        return acts.propose(actor=self.actor, meeting=subject, **form.values())


class ItemEdit(InItem, ItemNew):
    """Change an item."""

    policy = "working_groups.meeting.edit"
    title = gettext_lazy("Agenda item")
    submit = gettext_lazy("Save the item")
    success_message = gettext_lazy("The item was saved.")

    def get_form_kwargs(self, subject: Meeting) -> dict[str, Any]:
        return {"actor": self.actor, "meeting": subject, "item": self.item}

    def act(self, subject: Meeting, form: Any) -> Any:
        return acts.change(actor=self.actor, item=self.item, values=form.values())


class ItemButton(InItem, Button):
    """A button of an item; who runs the meeting may."""

    policy = "working_groups.meeting.edit"

    def act(self, subject: Any, **data: Any) -> Any:
        return type(self).service(actor=self.actor, item=self.item)

    def get_back_url(self, subject: Any) -> str:
        return self.url("agenda", self.body, self.meeting)


class ItemAccept(ItemButton):
    """On the agenda."""

    service = staticmethod(acts.accept)


class ItemDecline(ItemButton):
    """Not on the agenda."""

    service = staticmethod(acts.decline)


class ItemUp(ItemButton):
    """One place up: each step is one button, so that it works without a script and by keyboard."""

    step = -1

    def act(self, subject: Any, **data: Any) -> Any:
        order = [slot.public_id for slot in meeting_pack.agenda(subject).slots]
        if self.item.public_id in order:
            place = order.index(self.item.public_id)
            order.insert(max(0, place + self.step), order.pop(place))
        return acts.put_in_order(actor=self.actor, meeting=subject, order=order)


class ItemDown(ItemUp):
    """One place down."""

    step = 1


class AttendanceGrid(MeetingSubmit):
    """Who came, all rows at once."""

    policy = "working_groups.attendance.record"
    template_name = "working_groups/attendance.html"
    form_class = AttendanceForm
    title = gettext_lazy("Attendance")
    submit = gettext_lazy("Save the attendance")
    success_message = gettext_lazy("Attendance was saved.")

    def get_form_kwargs(self, subject: Meeting) -> dict[str, Any]:
        return {"meeting": subject}

    def get_context(self, subject: Meeting, form: Any) -> Mapping[str, Any]:
        rows = [(row, form[row.public_id]) for row in attendance.grid(subject)]
        guest_url = self.url("guest-new", self.body, self.meeting)
        return {**super().get_context(subject, form), "rows": rows, "guest_url": guest_url}

    def act(self, subject: Meeting, form: Any) -> Any:
        return meetings.record_attendance(actor=self.actor, meeting=subject, presence=form.cleaned_data)


class GuestNew(MeetingSubmit):
    """Note a guest."""

    policy = "working_groups.attendance.guest"
    form_class = GuestForm
    title = gettext_lazy("Guest of the meeting")
    submit = gettext_lazy("Note the guest")
    success_message = gettext_lazy("The guest was noted.")
    after = (gettext_lazy("The guest sees this meeting and gets its minutes."),)

    def get_form_kwargs(self, subject: Meeting) -> dict[str, Any]:
        return {"actor": self.actor, "meeting": subject}

    def act(self, subject: Meeting, form: Any) -> Any:
        return meetings.add_guest(actor=self.actor, meeting=subject, person=form.cleaned_data["holder"].person)
