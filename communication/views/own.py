"""One's own mails: what comes and when, what was delivered, and in the demo the mails themselves."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.selectors import own_pages
from communication import schedule
from communication.forms import PreferencesForm
from communication.models import Choice, Delivery
from communication.selectors import deliveries as delivered
from communication.selectors import preferences as wanted
from communication.services import preferences
from kernel import clock
from kernel.views import FormPage, ScopedList


class PreferencesPage(FormPage):
    """`me/mails/`: how often, which subjects, and why what is proposed is proposed."""

    policy = "self"
    template_name = "communication/preferences_form.html"
    form_class = PreferencesForm
    success_message = _("Your choices are saved and hold from the next mail on.")

    def get_form_kwargs(self, subject: Any) -> dict[str, Any]:
        proposal = wanted.proposed(self.actor)
        label = Choice(proposal.cadence).label if proposal.cadence else Choice.OFF.label
        kwargs: dict[str, Any] = {"proposed_cadence": label}
        if self.request.method == "GET":
            kwargs["initial"] = wanted.choices_of(self.person.pk)
        return kwargs

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        cadence = wanted.cadence(self.actor, wanted.choices_of(self.person.pk))
        following = schedule.next_slot(cadence, self.person, clock.now()) if cadence else None
        return {
            "title": _("Mails"),
            "tabs": own_pages.tabs("communication:mails"),
            "proposal": wanted.proposed(self.actor),
            "next_at": schedule.leaves(following, self.person) if following else None,
            "deliveries_url": reverse("communication:deliveries"),
        }

    def act(self, subject: Any, form: Any) -> Any:
        return preferences.choose(actor=self.actor, choices=form.cleaned_data)

    def get_success_url(self, subject: Any, result: Any) -> str:
        return reverse("communication:mails")


class Deliveries(ScopedList):
    """`me/deliveries/`: what was told to me, by which road, and why."""

    policy = "self"
    model = Delivery
    template_name = "communication/delivery_list.html"
    sorts = {"at": ("-at",)}

    def get_queryset(self) -> Any:
        return delivered.mine(self.actor)

    def shape(self, rows: Any) -> list[Any]:
        return delivered.lines(self.actor, rows)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        return {
            "title": _("What was told to me"),
            "tabs": own_pages.tabs("communication:mails"),
            "preferences_url": reverse("communication:mails"),
        }
