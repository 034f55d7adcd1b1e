"""Measures: the list, one measure with its definitions, targets and series, and its acts."""

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiative.scope import InitiativeMixin
from kernel import languages
from kernel.views import ActorMixin, ActView, FormPage, Page, ScopedList, find
from measurement.filters import MeasureFilter
from measurement.forms.measures import MeasureForm, TargetForm
from measurement.models import Measure
from measurement.policies import measures as policies
from measurement.policies import reviews as review_policies
from measurement.querysets import FILLERS
from measurement.selectors import known, measure_page, shown
from measurement.services import measures

# What a measure's address may say of its chart: whose figures, up to which period, as known when.
CHART_FILTERS = ("scope", "period", known.ASKED)


def measures_crumb(slug: str) -> tuple[str, str]:
    """The crumb of the list."""
    return _("Measures"), reverse("measurement:measures", args=[slug])


class MeasureList(InitiativeMixin, ScopedList):
    """The measures of an initiative."""

    reach = "partners"
    model = Measure
    template_name = "measurement/measure_list.html"
    filterset_class = MeasureFilter
    sorts = {"goal": ("goal__position", "code"), "code": ("code",), "level": ("level", "code")}
    page_size = 50

    def get_queryset(self) -> QuerySet[Any]:
        """Of this initiative."""
        return measure_page.measures(self.actor, self.initiative)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Title and the button."""
        return {
            "title": _("Measures"),
            "may_create": policies.may_create_measure(self.actor, self.initiative),
        }


class OfMeasure(InitiativeMixin, ActorMixin):
    """Finds the measure of the address."""

    reach = "partners"

    def get_subject(self) -> Measure:
        """The measure, or 404."""
        rows = Measure.objects.visible_to(self.actor).select_related("initiative", "goal", "steward")
        return find(rows, initiative=self.initiative, public_id=self.kwargs["public_id"])  # type: ignore[no-any-return]

    def crumbs(self, subject: Measure, title: str) -> list[tuple[str, str]]:
        """Down to a page under the measure."""
        return [measures_crumb(self.initiative.slug), (str(subject), subject.get_absolute_url()), (title, "")]


class MeasurePage(OfMeasure, Page):
    """What it is, how it is counted, where it stands."""

    policy = "visible"
    template_name = "measurement/measure_detail.html"

    def get_context(self, subject: Measure) -> Mapping[str, Any]:
        """Definitions, targets, series."""
        versions = measure_page.versions(subject)
        as_of = known.moment(self.request.GET.get(known.ASKED, ""))
        found = measure_page.points(self.actor, subject, as_of)
        return {
            "title": str(subject),
            "crumbs": [measures_crumb(self.initiative.slug), (str(subject), "")],
            "object": subject,
            "purpose": languages.text(subject, "purpose"),
            "versions": versions,
            "live": next((one for one in versions if one.definition.state == "live"), None),
            "open": next((one for one in versions if not one.is_frozen), None),
            "targets": found.targets,
            "series": found,
            "as_of": as_of,
            "chart_query": self.chart_query(),
            "corrections": [
                (one, review_policies.may_answer_correction(self.actor, one))
                for one in measure_page.corrections(self.actor, subject)
            ],
            "is_owner": bool(self.actor.keys(*FILLERS)) and subject.level != "population",
            "may_edit": policies.may_edit_measure(self.actor, subject),
            "may_retire": policies.may_retire_measure(self.actor, subject),
            "may_set_target": policies.may_set_target(self.actor, subject),
        }

    def chart_query(self) -> str:
        """The filters of this address, for the chart that the page brings in."""
        asked = {name: self.request.GET[name] for name in CHART_FILTERS if self.request.GET.get(name)}
        return f"?{urlencode(asked)}" if asked else ""


class NewMeasure(InitiativeMixin, FormPage):
    """A new measure."""

    reach = "partners"
    policy = "measurement.measure.create"
    template_name = "measurement/cycle_form.html"
    form_class: ClassVar[Any] = MeasureForm
    success_message = gettext_lazy("The measure is saved. Now write how it is counted.")

    def get_form_kwargs(self, subject: Any) -> dict[str, Any]:
        """The goals and groups of this initiative."""
        return {"initiative": self.initiative}

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        """Title and crumbs."""
        title = _("New measure")
        return {
            "title": title,
            "crumbs": [measures_crumb(self.initiative.slug), (title, "")],
            "back": reverse("measurement:measures", args=[self.initiative.slug]),
            "button": _("Save the measure"),
        }

    def act(self, subject: Any, form: Any) -> Any:
        """Create."""
        return measures.create(actor=self.actor, initiative=self.initiative, columns=form.cleaned_data)


class EditMeasure(OfMeasure, NewMeasure):
    """Edits a measure."""

    policy = "measurement.measure.edit"
    success_message = gettext_lazy("The measure is saved.")

    def get_form_kwargs(self, subject: Measure) -> dict[str, Any]:
        """What it holds."""
        names = [*languages.columns("name"), *languages.columns("purpose"), "code", "level", "direction"]
        names += ["baseline_period", "baseline_number"]
        initial = {name: getattr(subject, name) for name in names}
        for name in ("goal", "steward"):
            other = getattr(subject, name)
            initial[name] = other.public_id if other else None
        return {"initiative": self.initiative, "initial": initial}

    def get_context(self, subject: Measure, form: Any) -> Mapping[str, Any]:
        """Title and crumbs."""
        title = _("Edit the measure")
        return {
            "title": title,
            "crumbs": self.crumbs(subject, title),
            "back": subject.get_absolute_url(),
            "button": _("Save the measure"),
        }

    def act(self, subject: Measure, form: Any) -> Any:
        """Edit."""
        return measures.edit(actor=self.actor, measure=subject, columns=form.cleaned_data)


class RetireMeasure(OfMeasure, ActView):
    """Asks for it no more."""

    policy = "measurement.measure.retire"
    success_message = gettext_lazy("The measure is retired. Its values stay.")

    def act(self, subject: Measure, **data: Any) -> Any:
        """Retire."""
        return measures.retire(actor=self.actor, measure=subject)


class SetTarget(OfMeasure, FormPage):
    """A target of the definition in force: of the whole, or of a partner. `?partner=` names one beforehand."""

    policy = "measurement.target.set"
    template_name = "measurement/cycle_form.html"
    form_class = TargetForm
    success_message = gettext_lazy("The target is set.")

    def get_form_kwargs(self, subject: Measure) -> dict[str, Any]:
        """For whom it may be set."""
        initial = {"partner": self.request.GET.get("partner", "")}
        return {"actor": self.actor, "measure": subject, "initial": initial}

    def get_context(self, subject: Measure, form: Any) -> Mapping[str, Any]:
        """Title and crumbs."""
        title = _("Set a target")
        return {
            "title": title,
            "lead": str(subject),
            "crumbs": self.crumbs(subject, title),
            "back": subject.get_absolute_url(),
            "button": _("Set the target"),
        }

    def act(self, subject: Measure, form: Any) -> Any:
        """Set."""
        definition = find(subject.definitions.select_related("measure__initiative"), state="live")
        data = form.cleaned_data
        number = shown.typed(definition, data["number"])
        measures.set_target(
            actor=self.actor,
            definition=definition,
            period=data["period"],
            number=number,
            participation=data["partner"],
        )
        return subject
