"""Forms of meetings, agendas, attendance and minutes."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.actor import Actor
from kernel.forms import BilingualForm, CleanForm
from working_groups.forms.fields import HolderField, initial_of, long_text, moment, of_columns, short_text
from working_groups.models import ItemKind, Meeting, MeetingVisibility, Minutes, Presence
from working_groups.selectors import people

DETAILS = ("place", "link", "visibility")


class MeetingDetailsForm(BilingualForm):
    """What may change of a meeting besides its time."""

    translated = {"topic": {"label": _("Topic"), "required": "none"}}
    place = short_text(_("Place"), required=False)
    link = forms.URLField(label=_("Link of the online meeting"), required=False, max_length=500, assume_scheme="https")
    visibility = forms.ChoiceField(
        label=_("Seen by"), choices=MeetingVisibility.choices, initial=MeetingVisibility.BODY
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, meeting: Meeting | None = None, **kwargs: Any) -> None:
        if meeting is not None:
            kwargs.setdefault("initial", initial_of(meeting, ("topic",), DETAILS))
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """What the act takes."""
        return {**of_columns(self.cleaned_data, "topic"), **{name: self.cleaned_data[name] for name in DETAILS}}


class MeetingForm(MeetingDetailsForm):
    """A new meeting."""

    starts_at = moment(_("Begins"))
    ends_at = moment(_("Ends"))
    field_order = ("starts_at", "ends_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["starts_at", "ends_at"])


class MoveForm(CleanForm):
    """Another time for a meeting, and why."""

    starts_at = moment(_("Begins"))
    ends_at = moment(_("Ends"))
    reason = long_text(_("Reason"), rows=3, max_length=2000)


class ItemForm(CleanForm):
    """An item of the agenda."""

    title = short_text(_("Title"))
    kind = forms.ChoiceField(label=_("Kind"), choices=ItemKind.choices, initial=ItemKind.FOCUS)
    minutes = forms.IntegerField(label=pgettext_lazy("length", "Minutes"), min_value=1, max_value=600, initial=15)
    lead = HolderField(label=_("Led by"), required=False)

    def __init__(self, *args: Any, actor: Actor, meeting: Meeting, item: Any = None, **kwargs: Any) -> None:
        if item is not None:
            kwargs.setdefault("initial", {"title": item.title, "kind": item.kind, "minutes": item.minutes})
        super().__init__(*args, **kwargs)
        seats = people.sitting(meeting.body)
        holders = [people.Holder(seat.participation, seat.person) for seat in seats]
        cast(HolderField, self.fields["lead"]).offer(holders, _("Nobody yet"))
        if item is not None and item.lead_id is not None:
            chosen = [holder.value for holder in holders if holder.person.pk == item.lead_id]
            self.initial["lead"] = chosen[0] if chosen else ""

    def values(self) -> dict[str, Any]:
        """What the act takes."""
        lead = self.cleaned_data["lead"]
        return {
            "title": self.cleaned_data["title"],
            "kind": self.cleaned_data["kind"],
            "minutes": self.cleaned_data["minutes"],
            "lead": lead.person if lead is not None else None,
        }


class AttendanceForm(CleanForm):
    """The grid: one choice for each row of attendance, by its public id."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in meeting.attendance.order_by("pk"):
            choices = [("", _("Not recorded")), *Presence.choices]
            if row.guest_id is not None:
                choices = [pair for pair in choices if pair[0] != Presence.SUBSTITUTE]
            self.fields[row.public_id] = forms.ChoiceField(
                label=_("Attendance"), choices=choices, required=False, initial=row.presence
            )


class GuestForm(CleanForm):
    """A guest of a meeting: somebody who takes part in the initiative and has no seat here."""

    holder = HolderField(label=_("Guest"))

    def __init__(self, *args: Any, actor: Actor, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sitting = {seat.person_id for seat in people.sitting(meeting.body)}
        rows = people.holders(actor, meeting.body.initiative)
        cast(HolderField, self.fields["holder"]).offer([row for row in rows if row.person.pk not in sitting])


class MinutesForm(BilingualForm):
    """The text of minutes, in every language."""

    translated = {
        "text": {"label": _("Text of the minutes"), "widget": forms.Textarea, "max_length": 60000},
    }
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, minutes: Minutes | None = None, **kwargs: Any) -> None:
        if minutes is not None:
            kwargs.setdefault("initial", initial_of(minutes, ("text",)))
        super().__init__(*args, **kwargs)

    def texts(self) -> dict[str, str]:
        """Language to text."""
        return {name.removeprefix("text_"): text for name, text in of_columns(self.cleaned_data, "text").items()}
