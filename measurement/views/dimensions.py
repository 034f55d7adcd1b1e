"""Dimensions: the list, a new one, one more category, its history."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import selectors as audit
from initiative.scope import InitiativeMixin
from kernel.views import ActorMixin, FormPage, Page, find
from measurement.forms.measures import CategoryForm, DimensionForm
from measurement.models import Dimension
from measurement.policies import measures as policies
from measurement.services import dimensions
from measurement.views.measures import NewMeasure, measures_crumb


class DimensionList(InitiativeMixin, Page):
    """The dimensions of an initiative with their categories."""

    reach = "partners"
    policy = "visible"
    template_name = "measurement/dimension_list.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Dimensions in their order."""
        rows = (
            Dimension.objects.visible_to(self.actor)
            .filter(initiative=self.initiative)
            .prefetch_related("categories")
            .order_by("position", "pk")
        )
        title = _("Dimensions")
        return {
            "title": title,
            "crumbs": [measures_crumb(self.initiative.slug), (title, "")],
            "rows": list(rows),
            "may_create": policies.may_create_measure(self.actor, self.initiative),
        }


class NewDimension(NewMeasure):
    """A new dimension."""

    form_class: ClassVar[Any] = DimensionForm
    success_message = gettext_lazy("The dimension is saved.")

    def get_form_kwargs(self, subject: Any) -> dict[str, Any]:
        """Nothing more."""
        return {}

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        """Title and crumbs."""
        return {**_frame(self.initiative.slug, _("New dimension")), "button": _("Save the dimension")}

    def act(self, subject: Any, form: Any) -> Any:
        """Create."""
        return dimensions.create(
            actor=self.actor,
            initiative=self.initiative,
            columns=form.columns(),
            categories=form.cleaned_data["categories"],
        )

    def get_success_url(self, subject: Any, result: Any) -> str:
        """The list."""
        return reverse("measurement:dimensions", args=[self.initiative.slug])


class OfDimension(InitiativeMixin, ActorMixin):
    """Finds the dimension of the address."""

    reach = "partners"

    def get_subject(self) -> Dimension:
        """The dimension, or 404."""
        rows = Dimension.objects.visible_to(self.actor).select_related("initiative")
        return find(rows, initiative=self.initiative, code=self.kwargs["code"])  # type: ignore[no-any-return]


class NewCategory(OfDimension, FormPage):
    """One more category of a dimension."""

    policy = "measurement.dimension.change"
    template_name = "measurement/cycle_form.html"
    form_class = CategoryForm
    success_message = gettext_lazy("The category is saved. Definitions in force stay as they are.")

    def get_context(self, subject: Dimension, form: Any) -> Mapping[str, Any]:
        """Title and crumbs."""
        told = _frame(self.initiative.slug, _("New category"))
        return {**told, "lead": str(subject), "button": _("Save the category")}

    def act(self, subject: Dimension, form: Any) -> Any:
        """Add."""
        return dimensions.add_category(actor=self.actor, dimension=subject, columns=form.cleaned_data)

    def get_success_url(self, subject: Dimension, result: Any) -> str:
        """The list."""
        return reverse("measurement:dimensions", args=[self.initiative.slug])


class DimensionHistory(OfDimension, Page):
    """What happened to a dimension."""

    policy = "visible"
    template_name = "audit/history.html"

    def get_context(self, subject: Dimension) -> Mapping[str, Any]:
        """Its entries."""
        told = _frame(self.initiative.slug, _("History"))
        return {**told, "lead": str(subject), "lines": audit.history(self.actor, subject)}


def _frame(slug: str, title: str) -> dict[str, Any]:
    back = reverse("measurement:dimensions", args=[slug])
    return {"title": title, "crumbs": [measures_crumb(slug), (_("Dimensions"), back), (title, "")], "back": back}
