"""`{% load portal %}`: charts and statuses.

{% line_chart chart %}    the figure with both drawings, legend, events, coverage, source and the table beside it
{% line_chart_alone chart %}  the same without that table, where the page has a fuller one
{% sparkline chart %}     the small drawing of a card
{% bars bars %}  {% stack stack %}     for the values of kernel.charts
{% measure_card card level=3 period=… source=… %}   a measure of a dashboard
{% status state label %}  a badge; icon and colour come from the word of the state
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kernel.charts import Bars, LineChart, Matrix, Stack
from portal import chart_words, charts

register = template.Library()

# state: (colour, icon). One meaning, one look, whatever thing is in that state.
STATES: Mapping[str, tuple[str, str]] = {
    "on_track": ("good", "circle-check"),
    "needs_attention": ("watch", "alert-triangle"),
    "off_track": ("bad", "circle-x"),
    "late": ("bad", "alert-circle"),
    "overdue": ("bad", "alert-circle"),
    "expired": ("bad", "clock-exclamation"),
    "due": ("watch", "clock"),
    "requested": ("watch", "clock"),
    "returned": ("watch", "arrow-back-up"),
    "submitted": ("info", "eye-check"),
    "prepared": ("info", "clipboard-check"),
    "in_review": ("info", "eye-check"),
    "in_progress": ("", "pencil"),
    "draft": ("", "pencil"),
    "drafted": ("", "pencil"),
    "proposed": ("", "bulb"),
    "piloted": ("info", "microscope"),
    "agreed": ("info", "check"),
    "live": ("good", "circle-check"),
    "superseded": ("line", "versions"),
    "accepted": ("good", "circle-check"),
    "approved": ("good", "circle-check"),
    "confirmed": ("good", "circle-check"),
    "locked": ("line", "lock"),
    "sent": ("info", "send"),
    "published": ("good", "world"),
    "planned": ("", "calendar-time"),
    "opened": ("info", "lock-open"),
    "open": ("info", "circle-dotted"),
    "closed": ("line", "lock"),
    "excused": ("line", "circle-minus"),
    "invited": ("watch", "mail"),
    "onboarding": ("info", "progress"),
    "active": ("good", "circle-check"),
    "paused": ("watch", "player-pause"),
    "dormant": ("watch", "player-pause"),
    "ended": ("line", "player-stop"),
    "declined": ("line", "circle-x"),
    "withdrawn": ("line", "arrow-back-up"),
    "chartered": ("info", "signature"),
    "agenda_open": ("info", "list-details"),
    "agenda_sent": ("info", "send"),
    "held": ("good", "check"),
    "cancelled": ("bad", "calendar-off"),
    "doing": ("info", "circle-half-2"),
    "done": ("good", "circle-check"),
    "dropped": ("line", "circle-minus"),
    "tabled": ("watch", "gavel"),
    "decided": ("good", "gavel"),
    "failed": ("bad", "alert-circle"),
    "queued": ("", "clock"),
    "provisional": ("line", "hourglass"),
    "estimated": ("line", "ruler-measure"),
    "final": ("line", "lock"),
    "forecast": ("line", "trending-up"),
    "demo": ("line", "flag"),
    "missing": ("bad", "alert-circle"),
    # money: promised, received, given, paid
    "prospect": ("", "bulb"),
    "in_talks": ("info", "message-circle"),
    "pledged": ("info", "signature"),
    "signed": ("good", "signature"),
    "scheduled": ("", "calendar-time"),
    "part_received": ("info", "circle-half-2"),
    "received": ("good", "circle-check"),
    "lapsed": ("line", "clock-exclamation"),
    "renewed": ("good", "refresh"),
    "written_off": ("line", "circle-minus"),
    "replaced": ("line", "versions"),
    "recorded": ("watch", "alert-triangle"),
    "matched": ("info", "link"),
    "assigned": ("good", "tag"),
    "receipt_issued": ("good", "receipt"),
    "reversed": ("line", "history"),
    "adopted": ("good", "circle-check"),
    "released": ("line", "lock-open"),
    "assessed": ("info", "clipboard-check"),
    "recommended": ("info", "thumb-up"),
    "announced": ("good", "speakerphone"),
    "funded": ("good", "coins"),
    "agreement_sent": ("info", "send"),
    "suspended": ("watch", "player-pause"),
    "closing": ("info", "hourglass"),
    "terminated": ("bad", "player-stop"),
    "paid": ("good", "circle-check"),
    "programme_approved": ("info", "user-check"),
    "finance_approved": ("info", "shield-check"),
    "instructed": ("info", "building-bank"),
    "executed": ("good", "coins"),
    "reconciled": ("good", "building-bank"),
    "waived": ("line", "circle-minus"),
}

HEAT = {
    "done": "check",
    "late": "clock-check",
    "review": "eye-check",
    "back": "arrow-back-up",
    "draft": "pencil",
    "missing": "x",
    "na": "minus",
    "hidden": "eye-off",
}

MARKS = {
    "done": _("Accepted"),
    "late": _("Accepted, sent late"),
    "review": _("In review"),
    "back": _("Returned with a question"),
    "draft": _("In progress"),
    "missing": _("Not received"),
    "na": _("Not applicable"),
    "hidden": _("Suppressed"),
}

# What a card and `components/measure.html` call by one name.
CARD = (
    "url", "value", "unit", "state", "label", "target", "better", "chart", "change", "story", "reported", "expected",
    "quality", "quality_label",
)  # fmt: skip


@register.simple_tag
def status(state: Any, label: Any = "") -> SafeString:
    """A status as icon, word and colour. `state` may be a member of TextChoices: then its label is known."""
    kind, icon = STATES.get(str(getattr(state, "value", state)), ("", "circle-dotted"))
    return _badge(kind, icon, conditional_escape(label or getattr(state, "label", state)))


@lru_cache(maxsize=512)
def _badge(kind: str, icon: str, label: SafeString) -> SafeString:
    return render_to_string("components/badge.html", {"kind": kind, "icon": icon, "label": label})


@register.simple_tag
def line_chart(chart: LineChart) -> SafeString:
    """A line chart with all that belongs to it."""
    return _written(_line_chart, chart)


@register.simple_tag
def line_chart_alone(chart: LineChart) -> SafeString:
    """The same where the page has a fuller table of its own beside it."""
    return _written(_line_chart_alone, chart)


@register.simple_tag
def sparkline(chart: LineChart) -> SafeString:
    """A small line chart."""
    return _written(_sparkline, chart)


@register.simple_tag
def bars(values: Bars) -> SafeString:
    """Bars with their words."""
    return _written(_bars, values)


@register.simple_tag
def stack(values: Stack) -> SafeString:
    """A bar of parts with its legend."""
    return _written(_stack, values)


@register.simple_tag
def heat(matrix: Matrix) -> SafeString:
    """A table of states: icon, hidden word and colour in each cell."""
    return _written(_heat, matrix)


@register.simple_tag
def measure_card(card: Any, level: int = 3, source: str = "", period: str = "") -> SafeString:
    """A measure of a dashboard (portal.dashboards.cards.Card) as `components/measure.html`."""
    values = {name: getattr(card, name) for name in CARD}
    values |= {"title": card.title.value, "language": card.title.language}
    values |= {"level": level, "period": period, "source": source}
    return _written(_measure_card, tuple(values.items()))


def _written(write: Callable[[Any], SafeString], value: Any) -> SafeString:
    """A chart is written by its value and the language alone: equal ones are written once in a process."""
    try:
        return _kept(get_language(), write, value)
    except TypeError:  # a value that cannot be compared
        return write(value)


@lru_cache(maxsize=512)
def _kept(_language: str | None, write: Callable[[Any], SafeString], value: Any) -> SafeString:
    return write(value)


def _measure_card(values: tuple[tuple[str, Any], ...]) -> SafeString:
    return render_to_string("components/measure.html", dict(values))


def _line_chart(chart: LineChart) -> SafeString:
    return _drawn(chart, chart_words.table(chart))


def _line_chart_alone(chart: LineChart) -> SafeString:
    return _drawn(chart, None)


def _drawn(chart: LineChart, table: chart_words.Table | None) -> SafeString:
    values = {
        "chart": chart,
        "drawings": charts.drawings(chart),
        "sentence": chart_words.sentence(chart),
        "keys": chart_words.keys(chart),
        "words": dict(chart.legend),
        "table": table,
    }
    return render_to_string("charts/line.html", values)


def _sparkline(chart: LineChart) -> SafeString:
    values = {"drawing": charts.spark(chart), "sentence": chart_words.sentence(chart)}
    return render_to_string("charts/spark.html", values)


def _bars(values: Bars) -> SafeString:
    return render_to_string("charts/bars.html", {"bars": values, "rows": charts.bar_rows(values)})


def _stack(values: Stack) -> SafeString:
    return render_to_string("charts/stack.html", {"stack": values, "rows": charts.stack_rows(values)})


def _heat(matrix: Matrix) -> SafeString:
    return render_to_string("charts/heat.html", {"matrix": matrix, "icons": HEAT, "marks": _marks(matrix)})


def _marks(matrix: Matrix) -> list[dict[str, Any]]:
    """The marks in use, for those who do not know them yet."""
    used = {cell.kind for row in matrix.rows for cell in row.cells}
    return [{"kind": kind, "icon": HEAT[kind], "label": word} for kind, word in MARKS.items() if kind in used]
