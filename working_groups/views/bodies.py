"""Pages of bodies: list, overview, forms and acts of their life, history."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import selectors as audit
from kernel import languages, permissions
from kernel.downloads import Column
from kernel.views import Page, ScopedList
from working_groups.filters import BodyFilter
from working_groups.forms.bodies import BodyForm, CharterForm, CloseForm, KeysForm
from working_groups.models import Body, Decision, Meeting
from working_groups.selectors import attendance, bodies, decision_register, duties, my_bodies, people, tasks, words
from working_groups.services import bodies as acts
from working_groups.views.shared import Button, Here, History, InBody, Submit

ACTS = ("edit", "charter", "start", "rest", "wake", "close")


class BodyList(Here, ScopedList):
    """Committees and groups of the initiative, with what tells whether they are well."""

    model = Body
    template_name = "working_groups/body_list.html"
    filterset_class = BodyFilter
    export_name = "bodies"
    columns = (
        Column("name", gettext_lazy("Name"), str),
        Column("kind", gettext_lazy("Kind"), words.body_word),
        Column("state", gettext_lazy("State"), lambda row: str(row.get_state_display())),
        Column("seats", gettext_lazy("Seats"), lambda row: row.seats_count or 0, "whole"),
        Column("open_tasks", gettext_lazy("Open tasks"), lambda row: row.open_tasks or 0, "whole"),
        Column("late_tasks", gettext_lazy("Late tasks"), lambda row: row.late_tasks or 0, "whole"),
        Column("starts_on", gettext_lazy("First day"), attrgetter("starts_on"), "date"),
    )

    @property
    def sorts(self) -> Mapping[str, tuple[str, ...]]:  # type: ignore[override]
        """Names sort in the reader's language."""
        name = languages.column("name")
        return {"kind": ("kind", name), "name": (name,), "state": ("state", name), "late": ("-late_tasks", name)}

    def get_queryset(self) -> Any:
        rows = Body.objects.visible_to(self.actor).filter(initiative=self.initiative)
        if not self.request.GET.get("state"):
            rows = rows.exclude(state="closed")
        return bodies.with_figures(rows.select_related("initiative"))

    def shape(self, rows: Any) -> list[Any]:
        return bodies.cards(self.actor, rows)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        return {
            "title": _("Committees and groups"),
            "crumbs": [(_("Committees and groups"), "")],
            "may_propose": permissions.ask("working_groups.body.propose", self.actor, self.initiative),
            "new_url": self.url("body-new"),
        }


class BodyDetail(InBody, Page):
    """The overview of a body: next meeting, tasks, decisions, who sits here, how it is represented."""

    policy = "visible"
    template_name = "working_groups/body_detail.html"

    def get_context(self, subject: Body) -> Mapping[str, Any]:
        actor = self.actor
        held = Meeting.objects.visible_to(actor).filter(body=subject, state="held").select_related("body__initiative")
        decided = Decision.objects.visible_to(actor).filter(body=subject).select_related("body__initiative")
        live = list(tasks.live(actor, [subject]))
        return {
            "title": str(subject),
            "object": subject,
            "crumbs": self.crumbs(),
            "tabs": self.tabs(),
            "name": languages.text(subject, "name"),
            "topic": languages.text(subject, "topic"),
            "word": words.body_word(subject),
            "goal": languages.text(subject.goal, "name") if subject.goal else None,
            "waiting": duties.of_body(actor, subject)[:3],
            "coming": my_bodies.upcoming(actor, [subject], days=400)[:3],
            "past": [my_bodies.coming(row) for row in held.order_by("-starts_at")[:4]],
            "tasks": [tasks.line(task) for task in live[:6]],
            "open_tasks": len(live),
            "decisions": [decision_register.line(row) for row in decided.order_by("-number")[:5]],
            "seats": people.sitting(subject),
            "representation": attendance.of_body(subject),
            "verdicts": self._verdicts(subject),
            "urls": self._urls(subject),
        }

    def _verdicts(self, body: Body) -> dict[str, permissions.Answer]:
        return {
            **self.verdicts(body, "body", *ACTS),
            **self.verdicts(body, "meeting", "plan"),
            **self.verdicts(body, "task", "give"),
            "decide": permissions.ask("working_groups.decision.propose", self.actor, body),
        }

    def _urls(self, body: Body) -> dict[str, str]:
        names = ("edit", "keys", "charter", "start", "rest", "wake", "close", "tasks", "decisions", "history")
        urls = {name: self.url(f"body-{name}", body) for name in names}
        others = {"plan": "meeting-new", "meetings": "meetings", "seats": "seats", "decide": "decision-new"}
        urls |= {word: self.url(name, body) for word, name in others.items()}
        return {**urls, "give": f"{self.url('task-new')}?body={body.public_id}"}


class BodyNew(Here, Submit):
    """Propose a body."""

    policy = "working_groups.body.propose"
    form_class = BodyForm
    title = gettext_lazy("New committee or group")
    submit = gettext_lazy("Propose it")
    success_message = gettext_lazy("It was proposed. The director charters it.")
    after = (gettext_lazy("The director charters it."), gettext_lazy("Once a chair sits, it starts its work."))

    def get_crumbs(self, title: str) -> list[tuple[Any, str]]:
        return [(_("Committees and groups"), self.url("bodies")), (title, "")]

    def get_back_url(self, subject: Any) -> str:
        return self.url("bodies")

    def get_form_kwargs(self, subject: Any) -> dict[str, Any]:
        return {"actor": self.actor, "initiative": self.initiative}

    def act(self, subject: Any, form: Any) -> Any:
        return acts.propose(actor=self.actor, initiative=self.initiative, values=form.values())

    def get_success_url(self, subject: Any, result: Any) -> str:
        return str(result.get_absolute_url())


class BodyEdit(InBody, Submit):
    """Change a body's words and rules."""

    policy = "working_groups.body.edit"
    form_class = BodyForm
    title = gettext_lazy("Details")
    submit = gettext_lazy("Save the details")
    success_message = gettext_lazy("The details were saved.")

    def get_form_kwargs(self, subject: Body) -> dict[str, Any]:
        return {"actor": self.actor, "initiative": self.initiative, "body": subject}

    def act(self, subject: Body, form: Any) -> Any:
        subject.version = form.cleaned_data["version"] or subject.version
        return acts.change(actor=self.actor, body=subject, values=form.values())


class BodyKeys(InBody, Submit):
    """Share the seats among the sectors."""

    policy = "working_groups.body.edit"
    template_name = "working_groups/body_keys.html"
    form_class = KeysForm
    title = gettext_lazy("Representation key")
    submit = gettext_lazy("Save the key")
    success_message = gettext_lazy("The key was saved.")

    def get_form_kwargs(self, subject: Body) -> dict[str, Any]:
        return {"body": subject}

    def act(self, subject: Body, form: Any) -> Any:
        return acts.set_keys(actor=self.actor, body=subject, keys=form.keys())


class BodyCharter(InBody, Submit):
    """Charter a body, by a decision if there is one."""

    policy = "working_groups.body.charter"
    form_class = CharterForm
    title = gettext_lazy("Charter")
    submit = gettext_lazy("Charter it")
    success_message = gettext_lazy("It is chartered.")

    def get_form_kwargs(self, subject: Body) -> dict[str, Any]:
        return {"actor": self.actor, "body": subject}

    def act(self, subject: Body, form: Any) -> Any:
        return acts.charter(actor=self.actor, body=subject, decision=form.cleaned_data["decision"])


class BodyClose(InBody, Submit):
    """Close a body with what it made."""

    policy = "working_groups.body.close"
    form_class = CloseForm
    title = gettext_lazy("End of its work")
    submit = gettext_lazy("Close it")
    danger = True
    success_message = gettext_lazy("It is closed. Its meetings, decisions and tasks stay to be read.")
    after = (
        gettext_lazy("Its meetings, decisions and tasks stay to be read."),
        gettext_lazy("It does not open again."),
    )

    def act(self, subject: Body, form: Any) -> Any:
        return acts.close(actor=self.actor, body=subject, product=form.cleaned_data["product"])


class BodyStart(InBody, Button):
    """It starts its work."""

    policy = "working_groups.body.start"
    service = staticmethod(acts.start)


class BodyRest(InBody, Button):
    """It rests."""

    policy = "working_groups.body.rest"
    service = staticmethod(acts.rest)


class BodyWake(InBody, Button):
    """It works again."""

    policy = "working_groups.body.wake"
    service = staticmethod(acts.wake)


class BodyHistory(InBody, History):
    """What happened to the body and to its seats."""

    tab = "history"
    template_name = "working_groups/body_history.html"

    def get_lines(self, subject: Body) -> Any:
        return audit.histories(self.actor, [subject, *subject.seats.select_related("person")], limit=100)

    def get_context(self, subject: Body) -> Mapping[str, Any]:
        """The history under the tabs of the body."""
        return {**super().get_context(subject), "tabs": self.tabs()}
