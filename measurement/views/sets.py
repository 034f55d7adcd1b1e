"""Sets of measures, who owes them, and the rules of reporting."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiative.scope import InitiativeMixin
from kernel import languages
from kernel.views import ActorMixin, ActView, FormPage, Page, ScopedList, find
from measurement.forms.cycles import AssignForm, RulesForm, SetForm
from measurement.models import Assignment, MeasureSet, ReportingRules
from measurement.policies import measures as policies
from measurement.services import sets
from measurement.views.cycles import cycles_crumb


def sets_crumb(slug: str) -> tuple[str, str]:
    """The crumb of the list."""
    return _("Sets of measures"), reverse("measurement:sets", args=[slug])


class SetList(InitiativeMixin, ScopedList):
    """The sets of an initiative."""

    reach = "partners"
    model = MeasureSet
    template_name = "measurement/set_list.html"
    sorts = {"name": ("pk",)}

    def get_queryset(self) -> QuerySet[Any]:
        """Of this initiative, with counts."""
        rows = super().get_queryset().filter(initiative=self.initiative).select_related("initiative")
        return rows.annotate(measure_count=Count("measures", distinct=True), cycle_count=Count("cycles", distinct=True))

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Title and the button."""
        return {
            "title": _("Sets of measures"),
            "crumbs": [cycles_crumb(self.initiative.slug), (_("Sets of measures"), "")],
            "may_manage": policies.may_manage_sets(self.actor, self.initiative),
        }


class OfSet(InitiativeMixin, ActorMixin):
    """Finds the set of the address."""

    reach = "partners"

    def get_subject(self) -> MeasureSet:
        """The set, or 404."""
        rows = MeasureSet.objects.visible_to(self.actor).select_related("initiative")
        return find(rows, initiative=self.initiative, public_id=self.kwargs["public_id"])  # type: ignore[no-any-return]


class SetPage(OfSet, Page):
    """A set: its measures, who owes it, its cycles."""

    policy = "visible"
    template_name = "measurement/set_detail.html"

    def get_context(self, subject: MeasureSet) -> Mapping[str, Any]:
        """Measures, assignments, cycles."""
        assignments = (
            Assignment.objects.visible_to(self.actor)
            .filter(measure_set=subject, ends_on__isnull=True)
            .select_related("participation__organisation")
            .prefetch_related("left_out")
            .order_by("pk")
        )
        return {
            "title": str(subject),
            "crumbs": [sets_crumb(self.initiative.slug), (str(subject), "")],
            "object": subject,
            "measures": list(subject.measures.select_related("goal", "initiative").order_by("code")),
            "assignments": list(assignments),
            "cycles": list(subject.cycles.order_by("-due_on")[:12]),
            "may_manage": policies.may_manage_sets(self.actor, subject),
        }


class NewSet(InitiativeMixin, FormPage):
    """A new set."""

    reach = "partners"
    policy = "measurement.set.manage"
    template_name = "measurement/cycle_form.html"
    form_class = SetForm
    success_message = gettext_lazy("The set is saved.")

    def get_form_kwargs(self, subject: Any) -> dict[str, Any]:
        """The measures of this initiative."""
        return {"initiative": self.initiative}

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        """Title and crumbs."""
        title = _("New set of measures")
        return {
            "title": title,
            "crumbs": [sets_crumb(self.initiative.slug), (title, "")],
            "back": reverse("measurement:sets", args=[self.initiative.slug]),
            "button": _("Save the set"),
        }

    def act(self, subject: Any, form: Any) -> Any:
        """Create."""
        return sets.create(
            actor=self.actor,
            initiative=self.initiative,
            columns=form.columns(),
            measures=list(form.cleaned_data["measures"]),
        )


class EditSet(OfSet, NewSet):
    """Edits a set."""

    def get_form_kwargs(self, subject: MeasureSet) -> dict[str, Any]:
        """What it holds."""
        names = {column: getattr(subject, column) for column in languages.columns("name")}
        chosen = [one.public_id for one in subject.measures.all()]
        return {
            "initiative": self.initiative,
            "initial": {**names, "is_for_all": subject.is_for_all, "measures": chosen},
        }

    def get_context(self, subject: MeasureSet, form: Any) -> Mapping[str, Any]:
        """Title and crumbs."""
        title = _("Edit the set")
        return {
            "title": title,
            "crumbs": [sets_crumb(self.initiative.slug), (str(subject), subject.get_absolute_url()), (title, "")],
            "back": subject.get_absolute_url(),
            "button": _("Save the set"),
        }

    def act(self, subject: MeasureSet, form: Any) -> Any:
        """Edit."""
        return sets.edit(
            actor=self.actor,
            measure_set=subject,
            columns=form.columns(),
            measures=list(form.cleaned_data["measures"]),
        )


class Assign(OfSet, FormPage):
    """A partner owes the set."""

    policy = "measurement.set.manage"
    template_name = "measurement/cycle_form.html"
    form_class = AssignForm
    success_message = gettext_lazy("The set is assigned to the partner.")

    def get_form_kwargs(self, subject: MeasureSet) -> dict[str, Any]:
        """Partners and the set's measures."""
        return {"measure_set": subject}

    def get_context(self, subject: MeasureSet, form: Any) -> Mapping[str, Any]:
        """Title and crumbs."""
        title = _("Assign the set to a partner")
        return {
            "title": title,
            "crumbs": [sets_crumb(self.initiative.slug), (str(subject), subject.get_absolute_url()), (title, "")],
            "back": subject.get_absolute_url(),
            "button": _("Assign the set"),
        }

    def act(self, subject: MeasureSet, form: Any) -> Any:
        """Assign."""
        data = form.cleaned_data
        sets.assign(
            actor=self.actor,
            measure_set=subject,
            participation=data["participation"],
            left_out=list(data["left_out"]),
        )
        return subject


class Unassign(InitiativeMixin, ActView):
    """A partner owes it no longer."""

    reach = "partners"
    policy = "measurement.assignment.end"
    success_message = gettext_lazy("The partner no longer owes this set.")

    def get_subject(self) -> Assignment:
        """The assignment, or 404."""
        rows = Assignment.objects.visible_to(self.actor).select_related(
            "measure_set__initiative", "participation__organisation"
        )
        return find(  # type: ignore[no-any-return]
            rows,
            measure_set__initiative=self.initiative,
            measure_set__public_id=self.kwargs["public_id"],
            participation__public_id=self.kwargs["partner"],
            ends_on__isnull=True,
        )

    def act(self, subject: Assignment, **data: Any) -> Any:
        """Unassign."""
        return sets.unassign(actor=self.actor, assignment=subject)

    def get_success_url(self, subject: Assignment, result: Any) -> str:
        """The set."""
        return subject.measure_set.get_absolute_url()

    def get_refusal_url(self, subject: Assignment) -> str:
        """The set."""
        return subject.measure_set.get_absolute_url()


class Rules(InitiativeMixin, FormPage):
    """The rules of reporting."""

    reach = "partners"
    policy = "measurement.set.manage"
    template_name = "measurement/cycle_form.html"
    form_class = RulesForm
    success_message = gettext_lazy("The rules are saved.")

    def get_form_kwargs(self, subject: Any) -> dict[str, Any]:
        """What is in force."""
        rules = ReportingRules.objects.visible_to(self.actor).filter(initiative=self.initiative).first()
        names = ("suppress_under", "two_step", "grace_days")
        return {"initial": {name: getattr(rules, name) for name in names}} if rules else {}

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        """Title and crumbs."""
        title = _("Rules of reporting")
        return {
            "title": title,
            "crumbs": [cycles_crumb(self.initiative.slug), (title, "")],
            "back": reverse("measurement:cycles", args=[self.initiative.slug]),
            "button": _("Save the rules"),
        }

    def act(self, subject: Any, form: Any) -> Any:
        """Change."""
        return sets.change_rules(actor=self.actor, initiative=self.initiative, columns=form.cleaned_data)

    def get_success_url(self, subject: Any, result: Any) -> str:
        """The cycles."""
        return reverse("measurement:cycles", args=[self.initiative.slug])
