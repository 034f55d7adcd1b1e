"""Pages of decisions: the register, one decision with its answers, proposing, tabling, deciding."""

from collections.abc import Mapping
from functools import cached_property
from operator import attrgetter
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import selectors as documents
from kernel import languages, permissions
from kernel.downloads import Column
from kernel.views import Page, ScopedList, find
from working_groups.filters import BodyDecisionFilter, DecisionFilter
from working_groups.forms.decisions import DecisionForm, RecordForm, RespondForm, TableForm, TranslateForm
from working_groups.forms.fields import ReasonForm
from working_groups.models import Decision, Task
from working_groups.selectors import decision_register, electorate, tasks, words
from working_groups.services import decisions as acts
from working_groups.services import responses
from working_groups.views.shared import Button, Crumb, Here, History, InBody, Submit

COLUMNS = (
    Column("number", gettext_lazy("Number"), attrgetter("number"), "whole"),
    Column("body", gettext_lazy("Committee or group"), lambda row: str(row.body)),
    Column("text", gettext_lazy("Decision"), lambda row: str(languages.text(row, "text")), width=80),
    Column("state", gettext_lazy("State"), lambda row: str(row.get_state_display())),
    Column("outcome", gettext_lazy("Outcome"), lambda row: str(row.get_outcome_display())),
    Column("decided_on", gettext_lazy("Decided on"), attrgetter("decided_on"), "date"),
)


class DecisionList(Here, ScopedList):
    """The register of decisions that one may read."""

    model = Decision
    template_name = "working_groups/decision_list.html"
    filterset_class = DecisionFilter
    export_name = "decisions"
    columns = COLUMNS
    sorts = {
        "day": ("-decided_on", "-pk"),
        "number": ("body", "number"),
        "body": ("body", "-number"),
        "state": ("state", "-pk"),
    }

    def get_queryset(self) -> Any:
        rows = Decision.objects.visible_to(self.actor).filter(body__initiative=self.initiative)
        return rows.select_related("body__initiative")

    def shape(self, rows: Any) -> list[Any]:
        return [decision_register.line(row) for row in rows]

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        return {"title": _("Decisions"), "crumbs": [(_("Decisions"), "")]}


class BodyDecisions(InBody, DecisionList):
    """Decisions of one body."""

    tab = "decisions"
    filterset_class = BodyDecisionFilter

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(body=self.body)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        return {
            "title": _("Decisions: %(body)s") % {"body": self.body},
            "crumbs": self.crumbs((_("Decisions"), "")),
            "tabs": self.tabs(),
            "may_propose": permissions.ask("working_groups.decision.propose", self.actor, self.body),
            "may_record": permissions.ask("working_groups.decision.record", self.actor, self.body),
            "new_url": self.url("decision-new", self.body),
            "record_url": self.url("decision-record", self.body),
        }


class InDecision(Here):
    """An address of one decision."""

    @cached_property
    def decision(self) -> Decision:
        """The decision of the address."""
        rows = Decision.objects.visible_to(self.actor).filter(body__initiative=self.initiative)  # type: ignore[attr-defined]
        rows = rows.select_related("body__initiative", "item__meeting__body", "concerns", "supersedes__body", "by")
        return find(rows, public_id=self.kwargs["public_id"])  # type: ignore[no-any-return]

    def get_subject(self) -> Any:
        return self.decision

    def crumbs(self, *more: Crumb) -> list[Crumb]:
        """Where the page stands."""
        name = _("Decision %(number)s") % {"number": self.decision.number}
        here = self.url("decision", self.decision) if more else ""
        return [(_("Decisions"), self.url("decisions")), (str(self.decision.body), ""), (name, here), *more]


class DecisionDetail(InDecision, Page):
    """One decision: text, state, answers, quorum, what follows from it."""

    policy = "visible"
    template_name = "working_groups/decision_detail.html"

    def get_context(self, subject: Decision) -> Mapping[str, Any]:
        actor = self.actor
        own = decision_register.own_response(actor, subject)
        answers = decision_register.answers(actor, subject)
        by_consent = decision_register.by_consent(subject, answers)
        follows = Task.objects.visible_to(actor).filter(decision=subject).select_related(*tasks.WITH)
        later = Decision.objects.visible_to(actor).filter(supersedes=subject, outcome="adopted").first()
        names = ("edit", "table", "respond", "recuse", "decide", "translate", "materials", "history")
        return {
            "title": _("Decision %(number)s") % {"number": subject.number},
            "crumbs": self.crumbs(),
            "decision": subject,
            "text": languages.text(subject, "text"),
            "texts": languages.values(subject, "text"),
            "answers": [row for row in answers if row.is_recused] if by_consent else answers,
            "by_consent": by_consent,
            "standing": electorate.standing(subject) if answers else None,
            "own": own,
            "respond_form": RespondForm(initial={"answer": own.answer, "reason": own.reason}) if own else None,
            "tasks": [tasks.line(row) for row in follows],
            "later": later,
            "papers": documents.papers(actor, [subject]),
            "meeting": subject.item.meeting if subject.item else None,
            "meeting_word": words.meeting_word(subject.item.meeting) if subject.item else "",
            "verdicts": self._verdicts(subject, own),
            "urls": {name: self.url(f"decision-{name}", subject) for name in names},
        }

    def _verdicts(self, decision: Decision, own: Any) -> dict[str, permissions.Answer]:
        out = self.verdicts(decision, "decision", "edit", "table", "decide", "translate")
        out |= self.verdicts(decision, "material", "attach")
        return out | (self.verdicts(own, "decision", "respond", "recuse") if own is not None else {})


class DecisionNew(InBody, Submit):
    """Propose a decision."""

    policy = "working_groups.decision.propose"
    form_class = DecisionForm
    tab = "decisions"
    title = gettext_lazy("New decision")
    submit = gettext_lazy("Propose the decision")
    success_message = gettext_lazy("The decision was proposed. The chair puts it to the body.")
    after: ClassVar[tuple[Any, ...]] = (
        gettext_lazy("The chair puts it to the body: then the text stays, and so does who may answer."),
        gettext_lazy("Everybody who may answer is asked at once."),
    )

    def get_form_kwargs(self, subject: Any) -> dict[str, Any]:
        return {"actor": self.actor, "body": subject}

    def get_back_url(self, subject: Any) -> str:
        return self.url("body-decisions", self.body)

    def act(self, subject: Any, form: Any) -> Any:
        return acts.propose(actor=self.actor, body=subject, values=form.values())

    def get_success_url(self, subject: Any, result: Any) -> str:
        return str(result.get_absolute_url())


class DecisionRecord(DecisionNew):
    """Note what a held meeting decided."""

    policy = "working_groups.decision.record"
    form_class = RecordForm
    title = gettext_lazy("Decision taken in a meeting")
    submit = gettext_lazy("Record the decision")
    success_message = gettext_lazy("The decision was recorded.")
    after = (gettext_lazy("The quorum is counted from the attendance of that meeting, without the recused."),)

    def act(self, subject: Any, form: Any) -> Any:
        values = form.values()
        item = values.pop("item")
        outcome = form.cleaned_data["outcome"]
        return acts.record(actor=self.actor, body=subject, item=item, values=values, outcome=outcome)


class DecisionSubmit(InDecision, Submit):
    """A form about one decision."""

    def get_back_url(self, subject: Any) -> str:
        return self.url("decision", self.decision)


class DecisionEdit(DecisionSubmit):
    """Change a proposed decision."""

    policy = "working_groups.decision.edit"
    form_class = DecisionForm
    title = gettext_lazy("Text of the decision")
    submit = gettext_lazy("Save the text")
    success_message = gettext_lazy("The text was saved.")

    def get_form_kwargs(self, subject: Decision) -> dict[str, Any]:
        return {"actor": self.actor, "body": subject.body, "decision": subject}

    def act(self, subject: Decision, form: Any) -> Any:
        seen = form.cleaned_data["version"]
        return acts.change(actor=self.actor, decision=subject, values=form.values(), seen=seen)


class DecisionTable(DecisionSubmit):
    """Put it to the body."""

    policy = "working_groups.decision.table"
    form_class = TableForm
    title = gettext_lazy("Put the decision to the body")
    submit = gettext_lazy("Put it to the body")
    success_message = gettext_lazy("Everybody who may answer is asked now.")
    after = (
        gettext_lazy("Who may answer is frozen; whoever has an interest takes no part."),
        gettext_lazy("The text no longer changes."),
    )

    def act(self, subject: Decision, form: Any) -> Any:
        return acts.table(actor=self.actor, decision=subject, due_on=form.cleaned_data["due_on"])


class DecisionTranslate(DecisionSubmit):
    """Add the text in another language."""

    policy = "working_groups.decision.translate"
    form_class = TranslateForm
    submit = gettext_lazy("Save the translation")
    success_message = gettext_lazy("The translation was saved.")

    @property
    def language(self) -> str:
        """The first language that is not the initiative's own, or the one asked for."""
        others = [code for code in languages.codes() if code != languages.default()]
        wanted = self.request.GET.get("language", "")
        return wanted if wanted in others else others[0]

    def get_title(self, subject: Any) -> str:
        return _("Text of decision %(number)s in another language") % {"number": subject.number}

    def get_form_kwargs(self, subject: Decision) -> dict[str, Any]:
        return {"initial": {"text": languages.values(subject, "text").get(self.language, "")}}

    def act(self, subject: Decision, form: Any) -> Any:
        text = form.cleaned_data["text"]
        return acts.translate(actor=self.actor, decision=subject, language=self.language, text=text)


class InResponse(InDecision):
    """The actor's own row in the electorate of a decision."""

    def get_subject(self) -> Any:
        rows = self.decision.responses.filter(seat__person_id=self.actor.user_id or 0)  # type: ignore[attr-defined]
        return find(rows.select_related("decision__body__initiative", "seat__participation"))


class DecisionRespond(InResponse, DecisionSubmit):
    """Answer for one's seat."""

    policy = "working_groups.decision.respond"
    form_class = RespondForm
    title = gettext_lazy("Your answer")
    submit = gettext_lazy("Send the answer")
    success_message = gettext_lazy("Your answer is in. You may change it until the answers are closed.")

    def act(self, subject: Any, form: Any) -> Any:
        return responses.respond(actor=self.actor, response=subject, **form.cleaned_data)


class DecisionRecuse(InResponse, DecisionSubmit):
    """Take no part."""

    policy = "working_groups.decision.recuse"
    form_class = ReasonForm
    title = gettext_lazy("Taking no part in the decision")
    submit = gettext_lazy("Take no part")
    success_message = gettext_lazy("You take no part in this decision.")
    after = (gettext_lazy("The seat no longer counts for the quorum of this decision."),)

    def act(self, subject: Any, form: Any) -> Any:
        return responses.recuse(actor=self.actor, response=subject, reason=form.cleaned_data["reason"])


class DecisionDecide(InDecision, Button):
    """Close the answers and count them."""

    policy = "working_groups.decision.decide"
    service = staticmethod(acts.decide)
    argument = "decision"
    success_message = gettext_lazy("The decision stands in the register.")


class DecisionHistory(InDecision, History):
    """What happened to the decision."""

    def get_title(self, subject: Decision) -> str:
        return _("Decision %(number)s") % {"number": subject.number}
