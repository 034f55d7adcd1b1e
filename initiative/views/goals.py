"""Goals and factors: one set of pages for two trees of one shape; a subclass names the tree and its words."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import selectors as audit
from initiative.forms import BranchForm, values_of
from initiative.models import Factor, Goal
from initiative.scope import InitiativeMixin
from initiative.selectors import goals as selectors
from initiative.services import goals
from initiative.views.tabs import course
from kernel import languages
from kernel.views import ActView, FormPage, Page, ScopedDetail, find


class Goals(InitiativeMixin):
    """What the pages of goals share. Factors take other words and the other model."""

    reach = "partners"
    model: ClassVar[Any] = Goal
    noun: ClassVar[str] = "goal"
    words: ClassVar[dict[str, Any]] = {
        "list": gettext_lazy("Goals"),
        "lead": gettext_lazy("What the initiative wants to reach. Measures, groups and tasks point at goals."),
        "new": gettext_lazy("New goal"),
        "save": gettext_lazy("Save the goal"),
        "change": gettext_lazy("Change of a goal"),
        "remove": gettext_lazy("Remove the goal"),
        "remove_ask": gettext_lazy("Remove this goal?"),
        "empty": gettext_lazy("No goals yet"),
        "empty_text": gettext_lazy("Once the common agenda names goals, they stand here, each with its measures."),
    }

    def url(self, name: str, row: Any = None) -> str:
        """The address of a page of this noun."""
        args = [self.initiative.slug] if row is None else [self.initiative.slug, row.public_id]
        return reverse(f"initiative:{name}", args=args)

    def list_url(self) -> str:
        """The tree's page."""
        return self.url(f"{self.noun}s")

    def row(self) -> Any:
        """The goal or factor of the address."""
        rows = self.model.objects.visible_to(self.actor).filter(initiative=self.initiative)  # type: ignore[attr-defined]
        return find(rows.select_related("initiative", "parent"), public_id=self.kwargs["public_id"])

    def shared(self, title: str, *crumbs: tuple[str, str]) -> dict[str, Any]:
        """Title, crumbs, words, and the policy that templates ask."""
        return {
            "title": title,
            "crumbs": [(self.words["list"], self.list_url()), *crumbs],
            "words": self.words,
            "noun": self.noun,
            "change_policy": f"initiative.{self.noun}.change",
        }


class Factors(Goals):
    """The words of factors."""

    model: ClassVar[Any] = Factor
    noun = "factor"
    words = {
        "list": gettext_lazy("Factors of the road map"),
        "lead": gettext_lazy("What success depends on. Money of the fund may be meant for a factor."),
        "new": gettext_lazy("New factor"),
        "save": gettext_lazy("Save the factor"),
        "change": gettext_lazy("Change of a factor"),
        "remove": gettext_lazy("Remove the factor"),
        "remove_ask": gettext_lazy("Remove this factor?"),
        "empty": gettext_lazy("No factors yet"),
        "empty_text": gettext_lazy("Once the road map names what success depends on, it stands here."),
    }


class GoalList(Goals, Page):
    """The tree of goals."""

    policy = "visible"
    template_name = "initiative/goal_list.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        branches = [
            {
                "branch": branch,
                "url": self.url(self.noun, branch.row),
                "parts": [(part, self.url(self.noun, part.row)) for part in branch.parts],
            }
            for branch in selectors.tree(self.actor, self.model, self.initiative)
        ]
        shared = self.shared(str(self.words["list"]))
        shared["crumbs"] = [(self.words["list"], "")]
        tabs = course(self.initiative, f"{self.noun}s")
        return {**shared, "tabs": tabs, "branches": branches, "new_url": self.url(f"{self.noun}-new")}


class GoalDetail(Goals, ScopedDetail):
    """One goal: its parts and what points at it."""

    template_name = "initiative/goal_detail.html"

    def get_subject(self) -> Any:
        return self.row()

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        name = languages.text(subject, "name")
        children = subject.children.order_by("position", "pk")
        return {
            **self.shared(name.value, (name.value, "")),
            "object": subject,
            "name": name,
            "names": languages.values(subject, "name"),
            "parent": languages.text(subject.parent, "name") if subject.parent else None,
            "parent_url": self.url(self.noun, subject.parent) if subject.parent else "",
            "parts": [(languages.text(child, "name"), self.url(self.noun, child)) for child in children],
            "edit_url": self.url(f"{self.noun}-edit", subject),
            "remove_url": self.url(f"{self.noun}-remove", subject),
            "history_url": self.url(f"{self.noun}-history", subject),
        }


class GoalForm(Goals, FormPage):
    """A new goal, or the change of one."""

    policy = "initiative.goal.change"
    template_name = "initiative/form.html"
    form_class = BranchForm
    success_message = gettext_lazy("The goal was saved.")

    def get_subject(self) -> Any:
        return self.row() if "public_id" in self.kwargs else self.initiative

    def get_row(self, subject: Any) -> Any:
        """The goal that is changed; nothing for a new one."""
        return subject if isinstance(subject, self.model) else None

    def get_form_kwargs(self, subject: Any) -> dict[str, Any]:
        return {"model": self.model, "initiative": self.initiative, "row": self.get_row(subject)}

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        row = self.get_row(subject)
        title = str(self.words["new" if row is None else "change"])
        return {
            **self.shared(title, (title, "")),
            "submit": self.words["save"],
            "cancel_url": self.list_url() if row is None else self.url(self.noun, row),
        }

    def act(self, subject: Any, form: Any) -> Any:
        row = self.get_row(subject)
        values = values_of(form)
        if row is None:
            return goals.add(actor=self.actor, model=self.model, initiative=self.initiative, **values)
        return goals.change(actor=self.actor, row=row, seen=form.cleaned_data.get("version"), **values)

    def get_success_url(self, subject: Any, result: Any) -> str:
        return self.list_url()


class GoalRemove(Goals, ActView):
    """Remove what nothing points at."""

    policy = "initiative.goal.change"
    success_message = gettext_lazy("The goal was removed.")

    def get_subject(self) -> Any:
        return self.row()

    def act(self, subject: Any, **data: Any) -> Any:
        return goals.remove(actor=self.actor, row=subject)

    def get_refusal_url(self, subject: Any) -> str:
        return self.url(self.noun, subject)

    def get_success_url(self, subject: Any, result: Any) -> str:
        return self.list_url()


class GoalHistory(Goals, ScopedDetail):
    """What was changed in it."""

    template_name = "audit/history.html"

    def get_subject(self) -> Any:
        return self.row()

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        name = languages.text(subject, "name").value
        return {
            **self.shared(
                _("History: %(title)s") % {"title": name}, (name, self.url(self.noun, subject)), (_("History"), "")
            ),
            "lines": audit.history(self.actor, subject),
        }


class FactorList(Factors, GoalList):
    """The tree of factors."""


class FactorDetail(Factors, GoalDetail):
    """One factor."""


class FactorForm(Factors, GoalForm):
    """A new factor, or the change of one."""

    policy = "initiative.factor.change"
    success_message = gettext_lazy("The factor was saved.")


class FactorRemove(Factors, GoalRemove):
    """Remove a factor."""

    policy = "initiative.factor.change"
    success_message = gettext_lazy("The factor was removed.")


class FactorHistory(Factors, GoalHistory):
    """What was changed in a factor."""
