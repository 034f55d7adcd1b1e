"""What grantees tell: a narrative once, figures quoted from published measures, budget against actual; its review."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from funding import workflow
from funding.models import (
    BudgetActual,
    BudgetLine,
    Condition,
    GranteeReport,
    GranteeReportState,
    ReportQuestion,
    ReportQuote,
    ReportVersion,
)
from funding.policies import grants as policies
from funding.services.recording import adopted, note
from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid, Refused
from kernel.permissions import require
from kernel.workflow import move
from measurement.models import Measure
from measurement.selectors import series
from partners.selectors import mandates


def _note(actor: Actor, act: str, report: GranteeReport, changes: Mapping[str, Any] | None = None) -> None:
    grant = report.grant
    note(actor, f"report.{act}", report, grant.fund, changes, participation=grant.participation)


@transaction.atomic
def save(
    *,
    actor: Actor,
    report: GranteeReport,
    narrative: str,
    language: str = "",
    spent: Mapping[BudgetLine, int] | None = None,
    quotes: Sequence[str] = (),
) -> GranteeReport:
    """The grantee's representative keeps a draft: text, amounts, figures to quote. Refuses a foreign budget line.

    The first opens the report and is recorded; later ones are not.
    """
    require(policies.may_write(actor, report))
    _check_spent(report, spent or {})
    text = writing.cleaned({"narrative": narrative}, lines=["narrative"])["narrative"]
    first = report.state == GranteeReportState.SCHEDULED
    if first:
        move(report, "open", workflow.GRANTEE_REPORT)
    report.narrative, report.narrative_language = text, language or actor.language
    report.draft = {"spent": {line.public_id: given for line, given in (spent or {}).items()}, "quotes": list(quotes)}
    GranteeReport.objects.filter(pk=report.pk).update(
        narrative=text, narrative_language=report.narrative_language, draft=report.draft
    )
    if first:
        _note(actor, "saved", report)
    return report


@transaction.atomic
def submit(
    *,
    actor: Actor,
    report: GranteeReport,
    quotes: Sequence[tuple[Measure, str]] = (),
    actuals: Mapping[BudgetLine, int] | None = None,
) -> ReportVersion:
    """The grantee's representative sends the draft as a version. Figures are quoted from what is published.

    Refuses an empty narrative, an open question without an answer, a figure that is not published, a foreign line.
    """
    require(policies.may_write(actor, report))
    if report.state == GranteeReportState.SCHEDULED:
        move(report, "open", workflow.GRANTEE_REPORT)
    if not report.narrative.strip():
        said = _("Write what was done before you send the report.")
        raise Invalid(said, fields={"narrative": [said]})
    if ReportQuestion.objects.filter(version__report=report, answered_at__isnull=True).exists():
        raise Refused(_("Answer each question first."), "unanswered")
    move(report, "submit", workflow.GRANTEE_REPORT, version=report.version + 1, draft={})
    version = ReportVersion(
        report=report,
        number=report.version,
        narrative=report.narrative,
        narrative_language=report.narrative_language,
        **mandates.stamp(actor, participation=report.grant.participation),
    )
    version.save(force_insert=True)
    _quote(actor, version, quotes)
    _spend(version, actuals or {})
    _note(actor, "submitted", report, {"version": [report.version - 1, report.version]})
    return version


def _quote(actor: Actor, version: ReportVersion, quotes: Sequence[tuple[Measure, str]]) -> None:
    found = series.many(actor, [measure for measure, _period in quotes])
    made = []
    for measure, period in quotes:
        one = found.get(measure.pk)
        point = one.at(period) if one is not None else None
        if one is None or one.definition is None or point is None or point.result is None or point.is_provisional:
            raise Invalid(_("Quote a figure that is published; this one is not."), "not_published")
        made.append(ReportQuote(version=version, definition=one.definition, period=period, result=point.result))
    ReportQuote.objects.bulk_create(made)


def _check_spent(report: GranteeReport, actuals: Mapping[BudgetLine, int]) -> None:
    if any(line.grant_id != report.grant_id or given < 0 for line, given in actuals.items()):
        raise Invalid(_("Give what was spent on the lines of this grant's budget."), "foreign")


def _spend(version: ReportVersion, actuals: Mapping[BudgetLine, int]) -> None:
    _check_spent(version.report, actuals)
    BudgetActual.objects.bulk_create(
        [BudgetActual(version=version, line=line, amount=given) for line, given in actuals.items()]
    )


@transaction.atomic
def return_with_question(*, actor: Actor, report: GranteeReport, text: str) -> ReportQuestion:
    """Director or coordinator without a tie. Sends it back with a question."""
    require(policies.may_review(actor, report))
    text = writing.needed("text", text, _("Write the question."))
    version = report.versions.get(number=report.version)
    question = ReportQuestion.objects.create(
        version=version,
        **writing.said("text", text, actor),
        **mandates.stamp(actor, initiative=report.grant.fund.initiative),
    )
    move(report, "return", workflow.GRANTEE_REPORT)
    _note(actor, "returned", report, {"question": ["", text]})
    return question


@transaction.atomic
def answer(*, actor: Actor, question: ReportQuestion, text: str) -> ReportQuestion:
    """The grantee's representative answers a question; the next version goes with it."""
    report = question.version.report
    require(policies.may_write(actor, report))
    text = writing.needed("answer", text, _("Write the answer."))
    won = ReportQuestion.objects.filter(pk=question.pk, answered_at__isnull=True).update(
        answered_at=clock.now(), **writing.said("answer", text, actor)
    )
    if won != 1:
        raise Conflict(_("This question was answered already."), "answered")
    question.refresh_from_db()
    _note(actor, "saved", report, {"answer": ["", text]})
    return question


@transaction.atomic
def accept(*, actor: Actor, report: GranteeReport) -> GranteeReport:
    """Director or coordinator without a tie. Meets the conditions that waited for it: the next tranche opens."""
    require(policies.may_review(actor, report))
    move(report, "accept", workflow.GRANTEE_REPORT)
    opened = Condition.objects.filter(report=report, met_on__isnull=True).update(
        met_on=clock.today(), met_by_id=actor.user_id
    )
    _note(actor, "accepted", report, {"conditions_met": [None, opened]})
    return report


@transaction.atomic
def extend(*, actor: Actor, report: GranteeReport, due_on: date, reason: str) -> GranteeReport:
    """Director or coordinator, also after the day, with a reason."""
    require(policies.may_extend(actor, report))
    reason = writing.needed("reason", reason, _("Say why it has more time."))
    before = report.due_on
    if due_on <= before:
        said = _("Choose a later day than the present one.")
        raise Invalid(said, fields={"due_on": [said]})
    GranteeReport.objects.filter(pk=report.pk).update(due_on=due_on, **writing.said("reason", reason, actor))
    report.due_on = due_on
    _note(actor, "extended", report, {"due_on": [before, due_on], "reason": ["", reason]})
    return report


@transaction.atomic
def waive(*, actor: Actor, report: GranteeReport, decision: Any) -> GranteeReport:
    """The director, by an adopted decision; what waited for it is open."""
    require(policies.may_waive(actor, report))
    adopted(decision, report.grant.fund, report.grant.participation.organisation_id)
    move(report, "waive", workflow.GRANTEE_REPORT, decision=decision)
    Condition.objects.filter(report=report, met_on__isnull=True).update(met_on=clock.today(), met_by_id=actor.user_id)
    _note(actor, "waived", report, {"decision": [None, str(decision)]})
    return report
