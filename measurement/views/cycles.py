"""Cycles: the list, one cycle with who has reported what, and its acts."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiative.scope import InitiativeMixin
from kernel import languages, periods
from kernel.views import ActorMixin, ActView, FormPage, Page, ScopedList, find
from measurement.filters import CycleFilter
from measurement.forms.cycles import CycleForm, PartnerForm
from measurement.forms.requests import ReasonForm
from measurement.models import Cycle, CycleState
from measurement.policies import cycles as policies
from measurement.policies import rights
from measurement.selectors import completeness
from measurement.services import cycles, publication
from measurement.views.steps import Step


def cycles_crumb(slug: str) -> tuple[str, str]:
    """The crumb of the list."""
    return _("Reporting cycles"), reverse("measurement:cycles", args=[slug])


class CycleList(InitiativeMixin, ScopedList):
    """The cycles of an initiative, the newest first."""

    reach = "partners"
    model = Cycle
    template_name = "measurement/cycle_list.html"
    filterset_class = CycleFilter
    sorts = {"due": ("-due_on",), "state": ("state", "-due_on")}

    def get_queryset(self) -> QuerySet[Any]:
        """Of this initiative, with counts."""
        rows = super().get_queryset().filter(measure_set__initiative=self.initiative)
        return completeness.with_counts(rows.select_related("measure_set__initiative"))  # type: ignore[no-any-return]

    def shape(self, rows: Any) -> list[Any]:
        """Lines."""
        return [completeness.line(row) for row in rows]

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Title and the button."""
        return {
            "title": _("Reporting cycles"),
            "may_plan": policies.may_plan_cycle(self.actor, self.initiative),
            "may_manage": rights.staff(self.actor, self.initiative.pk),
        }


class OfCycle(InitiativeMixin, ActorMixin):
    """Finds the cycle of the address."""

    reach = "partners"

    def get_subject(self) -> Cycle:
        """The cycle, or 404."""
        rows = Cycle.objects.visible_to(self.actor).select_related("measure_set__initiative")
        return find(rows, measure_set__initiative=self.initiative, public_id=self.kwargs["public_id"])  # type: ignore[no-any-return]


class CyclePage(OfCycle, Page):
    """Where the cycle stands, who has reported what, who is stuck."""

    policy = "visible"
    template_name = "measurement/cycle_detail.html"

    def get_context(self, subject: Cycle) -> Mapping[str, Any]:
        """The matrix and the acts."""
        matrix = completeness.matrix(self.actor, subject)
        is_planned = subject.state == CycleState.PLANNED
        name = f"{languages.text(subject.measure_set, 'name')}, {periods.label(subject.period)}"
        return {
            "title": name,
            "crumbs": [cycles_crumb(self.initiative.slug), (name, "")],
            "object": subject,
            "steps": _steps(subject),
            "matrix": matrix,
            "will_ask": completeness.owing(subject.measure_set).count() if is_planned else matrix.expected,
            "measures": completeness.measures(subject.measure_set).count() if is_planned else len(matrix.columns),
            "asked": [
                row for row in matrix.rows if row.request.is_owed and (row.request.asked_due_on or row.request.excuse)
            ],
            "is_staff": bool(rights.staff(self.actor, self.initiative.pk)),
            "may_open": policies.may_open_cycle(self.actor, subject),
            "may_close": policies.may_close_cycle(self.actor, subject),
            "may_reopen": policies.may_reopen_cycle(self.actor, subject),
            "may_publish": policies.may_publish_cycle(self.actor, subject),
            "words": _WORDS,
        }


class NewCycle(InitiativeMixin, FormPage):
    """Plans a cycle."""

    reach = "partners"
    policy = "measurement.cycle.plan"
    template_name = "measurement/cycle_form.html"
    form_class = CycleForm
    success_message = gettext_lazy("The cycle is planned. Open it when everything is ready.")

    def get_form_kwargs(self, subject: Any) -> dict[str, Any]:
        """The sets of this initiative."""
        return {"initiative": self.initiative}

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        """Title and crumbs."""
        return {
            "title": _("New reporting cycle"),
            "crumbs": [cycles_crumb(self.initiative.slug), (_("New reporting cycle"), "")],
            "back": reverse("measurement:cycles", args=[self.initiative.slug]),
            "button": _("Plan the cycle"),
        }

    def act(self, subject: Any, form: Any) -> Any:
        """Plan."""
        return cycles.plan(actor=self.actor, **form.cleaned_data)


class OpenCycle(OfCycle, ActView):
    """Opens it: one request a partner."""

    policy = "measurement.cycle.open"
    success_message = gettext_lazy("The cycle is open: every partner has its report to fill in.")

    def act(self, subject: Cycle, **data: Any) -> Any:
        """Open."""
        return cycles.open_cycle(actor=self.actor, cycle=subject)


class CloseCycle(OfCycle, ActView):
    """Closes it."""

    policy = "measurement.cycle.close"
    success_message = gettext_lazy("The cycle is closed. What was sent can still be reviewed.")

    def act(self, subject: Cycle, **data: Any) -> Any:
        """Close."""
        return cycles.close(actor=self.actor, cycle=subject)


class PublishCycle(OfCycle, ActView):
    """Publishes it."""

    policy = "measurement.cycle.publish"
    success_message = gettext_lazy("The results are published.")

    def act(self, subject: Cycle, **data: Any) -> Any:
        """Publish."""
        return publication.publish(actor=self.actor, cycle=subject)


class ReopenCycle(OfCycle, FormPage):
    """Opens a closed cycle again, with a reason."""

    policy = "measurement.cycle.reopen"
    template_name = "measurement/cycle_form.html"
    form_class = ReasonForm
    success_message = gettext_lazy("The cycle is open again.")

    def get_context(self, subject: Cycle, form: Any) -> Mapping[str, Any]:
        """Title and crumbs."""
        title = _("Open the cycle again")
        return {
            "title": title,
            "crumbs": [cycles_crumb(self.initiative.slug), (str(subject), subject.get_absolute_url()), (title, "")],
            "back": subject.get_absolute_url(),
            "button": title,
        }

    def act(self, subject: Cycle, form: Any) -> Any:
        """Reopen."""
        return cycles.reopen(actor=self.actor, cycle=subject, reason=form.cleaned_data["reason"])


class AskPartner(OfCycle, FormPage):
    """Asks a partner that came after the opening."""

    policy = "measurement.cycle.open"
    template_name = "measurement/cycle_form.html"
    form_class = PartnerForm
    success_message = gettext_lazy("The partner has its report to fill in.")

    def get_form_kwargs(self, subject: Cycle) -> dict[str, Any]:
        """The partners of this initiative."""
        return {"initiative": self.initiative}

    def get_context(self, subject: Cycle, form: Any) -> Mapping[str, Any]:
        """Title and crumbs."""
        title = _("Ask one more partner")
        return {
            "title": title,
            "crumbs": [cycles_crumb(self.initiative.slug), (str(subject), subject.get_absolute_url()), (title, "")],
            "back": subject.get_absolute_url(),
            "button": _("Ask for the report"),
        }

    def act(self, subject: Cycle, form: Any) -> Any:
        """Ask."""
        cycles.request_from(actor=self.actor, cycle=subject, **form.cleaned_data)
        return subject


_WORDS = {
    completeness.DONE: (gettext_lazy("Accepted"), "check"),
    completeness.REVIEW: (gettext_lazy("In review"), "eye-check"),
    completeness.BACK: (gettext_lazy("Returned with a question"), "arrow-back-up"),
    completeness.DRAFT: (gettext_lazy("In progress"), "pencil"),
    completeness.MISSING: (gettext_lazy("Not reported"), "x"),
    completeness.NOT_APPLICABLE: (gettext_lazy("Not applicable"), "minus"),
}


def _steps(cycle: Cycle) -> list[Step]:
    order = (
        (CycleState.PLANNED, _("Planned")),
        (CycleState.OPENED, _("Open")),
        (CycleState.CLOSED, _("Closed")),
        (CycleState.PUBLISHED, _("Published")),
    )
    place = [state for state, _label in order].index(CycleState(cycle.state))
    return [
        Step(label, "done" if index < place else "now" if index == place else "next")
        for index, (_state, label) in enumerate(order)
    ]
