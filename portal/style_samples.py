"""Samples for the style guide: one of each component, made up, in the reader's language. Touches no table."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel import charts, languages
from kernel.forms import BilingualForm, DayField
from kernel.permissions import Allowed, Denied

DAY = dt.date(2019, 3, 12)
MOMENT = dt.datetime(2019, 3, 12, 9, 42, tzinfo=dt.UTC)


class SampleForm(BilingualForm):
    """Every kind of field once."""

    translated = {"name": {"label": gettext_lazy("Name"), "help_text": ""}}
    sector = forms.ChoiceField(
        label=gettext_lazy("Sector"),
        choices=[
            ("third", gettext_lazy("Third")),
            ("public", gettext_lazy("Public")),
            ("business", gettext_lazy("Business")),
        ],
    )
    number = forms.CharField(
        label=gettext_lazy("Registration number"),
        min_length=9,
        help_text=gettext_lazy("Nine digits, for example 580123456"),
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric", "class": "input--ltr"}),
    )
    joined = DayField(label=gettext_lazy("Joined on"))
    about = forms.CharField(
        label=gettext_lazy("What it adds"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Two lines for the page of the organisation."),
    )
    seen = forms.ChoiceField(
        label=gettext_lazy("Who sees the amount"),
        widget=forms.RadioSelect,
        choices=[("all", gettext_lazy("Everyone")), ("name", gettext_lazy("The name only"))],
    )
    agreed = forms.BooleanField(label=gettext_lazy("The data-sharing agreement is accepted"), required=False)
    document = forms.FileField(
        label=gettext_lazy("Document"), required=False, help_text=gettext_lazy("PDF or XLSX, up to 20 megabytes")
    )


class SampleFilter(forms.Form):
    """The filters of a list."""

    search = forms.CharField(label=gettext_lazy("Search by name"), required=False)
    sector = forms.ChoiceField(
        label=gettext_lazy("Sector"),
        required=False,
        choices=[("", gettext_lazy("All")), ("public", gettext_lazy("Public"))],
    )


def line_chart() -> charts.LineChart:
    """Every mark of a series: break, gap, provisional, forecast, range, figures published elsewhere."""
    numbers = [8872, 9710, 11122, 12510, 14713, 16897]
    points = [charts.Point(str(2013 + n), Decimal(value)) for n, value in enumerate(numbers)]
    points[5] = charts.Point("2018", Decimal(16897), charts.Mark.PROVISIONAL)
    points.append(charts.Point("2019", Decimal(18100), charts.Mark.FORECAST, Decimal(17300), Decimal(18900)))
    return charts.LineChart(
        title=_("Examined at five units in mathematics"),
        points=tuple(points),
        target=charts.Target(Decimal(18000), _("Target: 18,000 by 2019"), "2015", "2019"),
        breaks=(charts.Break("2017", _("The source changed")),),
        events=(charts.Event("2014", _("A national programme began"), Decimal("0.6")),),
        elsewhere=(
            charts.Elsewhere("2017", Decimal(16300), _("a newspaper")),
            charts.Elsewhere("2018", Decimal(18000), _("a newspaper")),
        ),
        unit=_("examined"),
        better=_("More is better"),
        coverage=(131, 172),
        source=_("files of the ministry"),
        is_demo=True,
    )


def gap_chart() -> charts.LineChart:
    """A series with every blank."""
    marks = charts.Mark
    points = (
        charts.Point("2013", Decimal("21.4")),
        charts.Point("2014", None, marks.NOT_REPORTED),
        charts.Point("2015", Decimal("20.8"), marks.ESTIMATED),
        charts.Point("2016", None, marks.SUPPRESSED),
        charts.Point("2017", Decimal("19.9")),
        charts.Point("2018", Decimal("19.2")),
    )
    return charts.LineChart(
        _("Pupils in a class, on average"),
        points,
        charts.Target(Decimal(18), _("Target: 18"), "2013", "2018"),
        decimals=1,
        better=_("Less is better"),
    )


def figures() -> dict[str, Any]:
    """Bars and stacks."""
    districts = [(_("Centre"), 3526, 422), (_("North"), 2261, 194), (_("South"), 1464, -145), (_("Jerusalem"), 103, 36)]
    sectors = [(_("Public"), 41, "public"), (_("Business"), 52, "business"), (_("Third"), 79, "third")]
    return {
        "line": line_chart(),
        "gap": gap_chart(),
        "bars": charts.Bars(
            _("By district"),
            (
                *(charts.Bar(name, Decimal(n), change=Decimal(change)) for name, n, change in districts),
                charts.Bar(_("Small places"), None, charts.Mark.SUPPRESSED),
            ),
            note=_("Values of 2018 and the change since 2017."),
        ),
        "stack": charts.Stack(
            _("Partners by sector"), tuple(charts.Part(name, Decimal(n), kind) for name, n, kind in sectors)
        ),
    }


def duties() -> list[dict[str, Any]]:
    """What waits."""
    return [
        {
            "title": _("The position of your organisation on the common agenda"),
            "icon": "scale",
            "kind": "bad",
            "meta": [_("closes on Sunday"), _("about five minutes")],
            "url": "#act",
            "label": _("Give position"),
            "primary": True,
        },
        {
            "title": _("A question on your report"),
            "icon": "message-2-question",
            "kind": "watch",
            "meta": [_("from the measurement team")],
            "url": "#act",
            "label": _("Answer the question"),
        },
    ]


def matrix() -> charts.Matrix:
    """States by partner and measure."""
    cell = charts.HeatCell
    done, missing = cell("done", _("Accepted"), "#data"), cell("missing", _("Not reported"), "#data")
    others = (
        cell("review", _("In review")),
        cell("na", _("Not applicable")),
        cell("hidden", _("suppressed"), text="<10"),
    )
    return charts.Matrix(
        _("State of the reports"),
        _("Organisation"),
        (("M-01", _("Pupils")), ("M-02", _("Women")), ("M-03", _("Total"))),
        (
            charts.HeatRow(_("Shaked School Network"), (done, done, missing), "#data", note=_("yesterday")),
            charts.HeatRow(_("Gal Electronics"), others, "#data", note=_("today")),
        ),
        _("Reported of those expected"),
        ((118, 139), (122, 151), (119, 148)),
        _("Last contact"),
    )


def people() -> dict[str, Any]:
    """What people wrote and did."""
    return {
        "todo": duties(),
        "thread": [
            {
                "author": _("Measurement team"),
                "at": MOMENT,
                "text": _("The value is three times the last one. Is it right?"),
            },
            {"author": _("You"), "at": MOMENT, "text": _("Yes: two schools joined."), "mine": True},
        ],
        "timeline": [
            {"title": _("Answer to a question"), "at": MOMENT, "by": _("Data officer")},
            {"title": _("Returned with a question"), "at": MOMENT, "text": _("The value is three times the last one.")},
        ],
        "steps": [
            {"label": _("Values"), "state": "done"},
            {"label": _("Story"), "state": "now"},
            {"label": _("Check and send"), "state": "next"},
        ],
        "tabs": [
            {"url": "#type", "label": _("Foundations"), "current": True},
            {"url": "#act", "label": _("Action"), "count": 3},
            {"url": "#forms", "label": _("Forms")},
            {"url": "#data", "label": _("Data")},
            {"url": "#talk", "label": _("Messages")},
        ],
    }


def pages() -> Page:
    """A page in the middle of a list."""
    return Paginator(range(172), 12).page(4)


def rows() -> list[dict[str, Any]]:
    """Organisations of the table."""
    return [
        {"name": _("Shaked School Network"), "sector": "third", "word": _("Third"), "value": 1311, "state": "returned"},
        {"name": _("Gal Electronics"), "sector": "business", "word": _("Business"), "value": 87, "state": "late"},
        {"name": _("Marom Academy"), "sector": "public", "word": _("Public"), "value": None, "state": "accepted"},
    ]


def context() -> dict[str, Any]:
    """All samples."""
    bad = {"number": "58041", "sector": "third", "joined": "2019-03-12", "seen": "all"}
    return {
        "day": DAY,
        "moment": MOMENT,
        "form": SampleForm({**bad, languages.column("name", languages.default()): _("Matzpen Centre")}),
        "filter_form": SampleFilter(prefix="filter"),
        "allowed": Allowed(),
        "denied": Denied("own", _("You sent this report yourself; another person must accept it.")),
        "page": pages(),
        "rows": rows(),
        "legend": [
            {"kind": "done", "icon": "check", "label": _("Accepted")},
            {"kind": "review", "icon": "eye-check", "label": _("In review")},
            {"kind": "back", "icon": "arrow-back-up", "label": _("Returned")},
            {"kind": "missing", "icon": "x", "label": _("Not reported")},
            {"kind": "na", "icon": "minus", "label": _("Not applicable")},
        ],
        "facts": [(_("Stage"), _("Action")), (_("Partners"), "172"), (_("Contact"), "")],
        "shown_states": states(),
        "untranslated": languages.Text(_("Shaked School Network"), languages.current()),
        "matrix": matrix(),
        **people(),
        **figures(),
    }


def states() -> dict[str, str]:
    """Statuses with their words."""
    return {
        "on_track": _("On track"),
        "needs_attention": _("Needs attention"),
        "off_track": _("Off track"),
        "due": _("Due"),
        "late": _("Late"),
        "returned": _("Returned with a question"),
        "submitted": _("In review"),
        "draft": _("Draft"),
        "accepted": _("Accepted"),
        "published": _("Published"),
        "provisional": _("Provisional"),
        "final": _("Final"),
        "forecast": _("Forecast"),
        "demo": _("Demo figure"),
    }
