"""`{% load portal %}`: charts and statuses.

{% line_chart chart %}    the figure with both drawings, legend, events, coverage, source and the table beside it
{% sparkline chart %}     the small drawing of a card
{% bars bars %}  {% stack stack %}     for the values of kernel.charts
{% status state label %}  a badge; icon and colour come from the word of the state
"""

from collections.abc import Mapping
from typing import Any

from django import template

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


@register.inclusion_tag("components/badge.html")
def status(state: Any, label: Any = "") -> dict[str, Any]:
    """A status as icon, word and colour. `state` may be a member of TextChoices: then its label is known."""
    kind, icon = STATES.get(str(getattr(state, "value", state)), ("", "circle-dotted"))
    return {"kind": kind, "icon": icon, "label": label or getattr(state, "label", state)}


@register.inclusion_tag("charts/line.html")
def line_chart(chart: LineChart) -> dict[str, Any]:
    """A line chart with all that belongs to it."""
    return {
        "chart": chart,
        "drawings": charts.drawings(chart),
        "sentence": chart_words.sentence(chart),
        "keys": chart_words.keys(chart),
        "table": chart_words.table(chart),
    }


@register.inclusion_tag("charts/spark.html")
def sparkline(chart: LineChart) -> dict[str, Any]:
    """A small line chart."""
    return {"drawing": charts.spark(chart), "sentence": chart_words.sentence(chart)}


@register.inclusion_tag("charts/bars.html")
def bars(values: Bars) -> dict[str, Any]:
    """Bars with their words."""
    return {"bars": values, "rows": charts.bar_rows(values)}


@register.inclusion_tag("charts/stack.html")
def stack(values: Stack) -> dict[str, Any]:
    """A bar of parts with its legend."""
    return {"stack": values, "rows": charts.stack_rows(values)}


@register.inclusion_tag("charts/heat.html")
def heat(matrix: Matrix) -> dict[str, Any]:
    """A table of states: icon, hidden word and colour in each cell."""
    return {"matrix": matrix, "icons": HEAT}
