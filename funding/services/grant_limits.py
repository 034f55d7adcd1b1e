"""What the guidelines that a grant runs under allow of its plan: budget, payout before a report, the last report."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from funding.models import ConditionKind, CostType, Grant, GranteeReport, GranteeReportState, Tranche, TrancheState
from kernel.errors import Invalid
from kernel.formatting import amount as money
from kernel.formatting import day_words
from kernel.text import sentence


def budget(grant: Grant, lines: Sequence[Any], whole: int) -> None:
    """The lines add up, and what the guidelines keep for learning is in them."""
    if not lines:
        return
    found, code = sum(line.amount for line in lines), grant.allocation.restriction.currency
    if found != whole:
        told = {"sum": money(found, code), "whole": money(whole, code)}
        template = _("The lines of the budget are %(sum)s together and the grant is %(whole)s: mend one of them.")
        raise Invalid(sentence(template, **told), "budget_does_not_add_up")
    percent = grant.allocation.guideline.learning_percent
    learning = sum(line.amount for line in lines if line.cost_type == CostType.LEARNING)
    if not learning:
        raise Invalid(_("Every budget has a line for learning: add one."), "learning_line")
    if learning * 100 < whole * percent:
        template = _("The guidelines keep %(percent)s%% of a budget for learning: widen that line.")
        raise Invalid(sentence(template, percent=percent), "learning_line")


def ceiling(grant: Grant, whole: int) -> None:
    """No grant is larger than the guidelines allow one to be, at once or by amendments."""
    most, code = grant.allocation.guideline.ceiling, grant.allocation.restriction.currency
    if most and whole > most:
        template = _("The guidelines allow at most %(most)s for one grant.")
        said = sentence(template, most=money(most, code))
        raise Invalid(said, "over_ceiling", fields={"amount": [said]})


def payout(grant: Grant, tranches: Sequence[Any], reports: Sequence[date], whole: int) -> None:
    """What the guidelines say of paying before a report, and of the last report's day."""
    rules = grant.allocation.guideline
    advance = sum(one.amount for one in tranches if not one.after_report)
    _advance(rules, advance, whole)
    last = grant.ends_on + timedelta(days=rules.report_days)
    if reports and max(reports) > last:
        template = _("The guidelines ask for the last report by %(day)s: mend its date.")
        raise Invalid(sentence(template, day=day_words(last, "plain")), "late_report")


def amended(grant: Grant, whole: int) -> None:
    """The same of the plan as an amendment leaves it. What was paid stays paid: only what is still to come is held.

    Once a report is accepted nothing is in advance any more.
    """
    if GranteeReport.objects.filter(grant=grant, state=GranteeReportState.ACCEPTED).exists():
        return
    standing = Tranche.objects.filter(grant=grant).exclude(state=TrancheState.CANCELLED)
    early = list(standing.exclude(conditions__kind=ConditionKind.REPORT))
    if any(one.remaining for one in early):
        _advance(grant.allocation.guideline, sum(one.amount for one in early), whole)


def _advance(rules: Any, advance: int, whole: int) -> None:
    if advance * 100 > whole * rules.advance_percent:
        template = _("The guidelines pay at most %(percent)s%% of a grant before a report: bind a tranche to a report.")
        raise Invalid(sentence(template, percent=rules.advance_percent), "advance")
