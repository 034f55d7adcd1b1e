"""Forms of reports: what a grantee writes, what a reviewer asks, the fund's report of a period."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding.forms.fields import AmountField, FundForm, RowField, day, long_text
from funding.models import Funder, FundReport, GranteeReportState, ReportQuestion
from funding.selectors import quoting
from kernel import clock, languages
from kernel.formatting import dirauto


def _languages() -> list[tuple[str, str]]:
    """The languages of the portal by their names in the reader's."""
    return [(code, str(languages.named(code))) for code in languages.codes()]


class NarrativeForm(FundForm):
    """What was done, in one language; answers to questions; budget against actual; figures that are published."""

    narrative_language = forms.ChoiceField(label=_("Language of the text"), choices=_languages)
    narrative = long_text(_("What was done"), rows=12, max_length=20000, required=False)
    quotes = forms.MultipleChoiceField(
        label=_("Figures to quote"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Only published figures, as they stand: nothing is typed again."),
    )  # fmt: skip

    def begin(self) -> dict[str, Any]:
        """The draft; where nothing was typed since the last version, what it said was spent and quoted."""
        one = self.subject
        written = one.narrative_language if one.narrative else self.actor.language
        if one.draft or not one.version:
            spent, quotes = one.draft.get("spent", {}), one.draft.get("quotes", [])
        else:
            spent = quoting.spent(one)
            quotes = [quoting.key(row.definition.measure, row.period) for row in quoting.last(one)]
        told = {f"spent_{key}": amount for key, amount in spent.items()}
        return {"narrative": one.narrative, "narrative_language": written, **told, "quotes": quotes}

    def prepare(self) -> None:
        """A field for each line of the budget and each question; the figures one may quote."""
        for line in self._budget():
            line_name = dirauto(line.name, line.name_language)
            label = format_html(_("Spent so far: %(line)s") % {"line": "{}"}, line_name)
            self.fields[f"spent_{line.public_id}"] = AmountField(label=label, least=0, required=False)
        for one in self.questions():
            self.fields[f"answer_{one.public_id}"] = long_text(
                dirauto(one.text, one.text_language), rows=3, required=False
            )
        self._quotable = quoting.published(self.actor, self.fund.initiative)
        self.fields["quotes"].choices = [(one.key, one.label) for one in self._quotable]  # type: ignore[attr-defined]
        self.fields["quotes"].template_name = "funding/_quotes.html"  # type: ignore[attr-defined]

    @property
    def sought(self) -> str:
        """The words that narrow the figures; they are no part of the report."""
        return str((self.data if self.is_bound else self.initial).get("sought", ""))[:100]

    def quote_parts(self) -> list[quoting.Part]:
        """The figures as the page offers them."""
        return quoting.parts(self._quotable, self.subject.grant, self.sought, self["quotes"].value() or ())

    def has_quotable(self) -> bool:
        """Whether any figure is published."""
        return bool(self._quotable)

    def _budget(self) -> list[Any]:
        if not hasattr(self, "_lines"):
            self._lines = list(self.subject.grant.budget.order_by("position"))
        return self._lines

    def questions(self) -> list[Any]:
        """Questions that wait for an answer; a report that never came back has none."""
        if self.subject.state == GranteeReportState.OPEN:
            return []
        if not hasattr(self, "_asked"):
            rows = ReportQuestion.objects.filter(version__report=self.subject, answered_at=None)
            self._asked = list(rows.select_related("version__report__grant__fund__initiative").order_by("pk"))
        return self._asked

    def answers(self) -> list[tuple[Any, str]]:
        """The questions that were answered, with the answers."""
        given = [(one, self.cleaned_data.get(f"answer_{one.public_id}") or "") for one in self.questions()]
        return [(one, text) for one, text in given if text.strip()]

    def actuals(self) -> dict[Any, int]:
        """What was spent on each line."""
        given = {line: self.cleaned_data.get(f"spent_{line.public_id}") for line in self._budget()}
        return {line: value for line, value in given.items() if value is not None}

    def quoted(self) -> list[tuple[Any, str]]:
        """The measures and periods that are quoted."""
        wanted = set(self.cleaned_data["quotes"])
        return [(one.measure, one.period) for one in self._quotable if one.key in wanted]

    def values(self) -> dict[str, Any]:
        """The draft, whole: the text, the amounts, the figures to quote."""
        given = self.cleaned_data
        told = {"narrative": given["narrative"], "language": given["narrative_language"]}
        return {**told, "spent": self.actuals(), "quotes": given["quotes"]}


class QuestionForm(FundForm):
    """A reviewer's question."""

    text = long_text(_("Question"), rows=4)


class ExtendForm(FundForm):
    """A later day, and why."""

    due_on = day(_("Due on"))
    reason = long_text(_("Reason"), rows=3, max_length=1000)


class FundReportForm(FundForm):
    """The period of a report; of the whole fund, or one funder's."""

    starts_on = day(_("From"))
    as_of = day(_("As of"))
    funder = RowField(label=pgettext_lazy("report", "For"), required=False, empty_label=_("The whole fund"))

    def begin(self) -> dict[str, Any]:
        """The year so far."""
        today = clock.today()
        return {"starts_on": today.replace(month=1, day=1), "as_of": today}

    def prepare(self) -> None:
        """Funders one may see."""
        rows = Funder.objects.visible_to(self.actor).filter(fund=self.fund)
        self.offer("funder", rows.select_related("participation__organisation"))


class ReissueForm(FundForm):
    """The same period again, as of the same or a later day."""

    as_of = day(_("As of"))

    def begin(self) -> dict[str, Any]:
        """As it was."""
        return {"as_of": self.subject.as_of}

    def values(self) -> dict[str, Any]:
        """A later report of the same."""
        one: FundReport = self.subject
        return {"as_of": self.cleaned_data["as_of"], "starts_on": one.starts_on, "funder": one.funder, "fund": one.fund}
