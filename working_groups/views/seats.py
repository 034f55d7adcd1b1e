"""Pages of seats: who sits in a body, a new seat, its end, its substitute."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel import permissions
from kernel.views import Page
from working_groups.forms.bodies import EndSeatForm, SeatForm, SubstituteForm
from working_groups.selectors import attendance, people
from working_groups.services import seats as acts
from working_groups.views.shared import InBody, InSeat, Submit


class SeatList(InBody, Page):
    """Who sits here, by the key."""

    policy = "visible"
    tab = "seats"
    template_name = "working_groups/seat_list.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        rows = [
            {
                "seat": seat,
                "organisation": str(seat.participation.organisation or ""),
                "end": permissions.ask("working_groups.seat.end", self.actor, seat),
                "substitute": permissions.ask("working_groups.seat.substitute", self.actor, seat),
                "end_url": self.url("seat-end", subject, seat),
                "substitute_url": self.url("seat-substitute", subject, seat),
            }
            for seat in people.sitting(subject)
        ]
        return {
            "title": _("Seats: %(body)s") % {"body": subject},
            "crumbs": self.crumbs((_("Seats"), "")),
            "tabs": self.tabs(),
            "rows": rows,
            "past": people.past(subject),
            "representation": attendance.of_body(subject),
            "may_give": permissions.ask("working_groups.seat.give", self.actor, subject),
            "new_url": self.url("seat-new", subject),
            "keys_url": self.url("body-keys", subject),
        }


class SeatSubmit(Submit):
    """A form about seats goes back to their list."""

    def get_back_url(self, subject: Any) -> str:
        return self.url("seats", self.body)  # type: ignore[attr-defined, no-any-return]


class SeatNew(InBody, SeatSubmit):
    """Give a seat."""

    policy = "working_groups.seat.give"
    form_class = SeatForm
    title = gettext_lazy("New seat")
    submit = gettext_lazy("Give the seat")
    success_message = gettext_lazy("The seat was given.")

    def get_form_kwargs(self, subject: Any) -> dict[str, Any]:
        return {"actor": self.actor, "body": subject}

    def act(self, subject: Any, form: Any) -> Any:
        cleaned = form.cleaned_data
        holder = cleaned["holder"]
        return acts.give(
            actor=self.actor,
            body=subject,
            participation=holder.participation,
            person=holder.person,
            role=cleaned["role"],
            starts_on=cleaned["starts_on"],
        )


class SeatEnd(InSeat, SeatSubmit):
    """End a seat."""

    policy = "working_groups.seat.end"
    form_class = EndSeatForm
    submit = gettext_lazy("End the seat")
    danger = True
    success_message = gettext_lazy("The seat ends with that day.")

    def get_title(self, subject: Any) -> str:
        return _("End of the seat of %(person)s") % {"person": subject.person}

    def act(self, subject: Any, form: Any) -> Any:
        return acts.end(actor=self.actor, seat=subject, ends_on=form.cleaned_data["ends_on"])


class SeatSubstitute(InSeat, SeatSubmit):
    """Name who comes instead."""

    policy = "working_groups.seat.substitute"
    form_class = SubstituteForm
    title = gettext_lazy("Substitute")
    submit = gettext_lazy("Save the substitute")
    success_message = gettext_lazy("The substitute was saved.")

    def get_form_kwargs(self, subject: Any) -> dict[str, Any]:
        return {"actor": self.actor, "seat": subject}

    def act(self, subject: Any, form: Any) -> Any:
        holder = form.cleaned_data["holder"]
        return acts.name_substitute(actor=self.actor, seat=subject, person=holder.person if holder else None)
