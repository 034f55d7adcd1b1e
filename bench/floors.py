"""The floors: the least that work of a kind can cost here and now. Each is a function to be called again and again."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.test import RequestFactory

CELLS = 480
_engine = Engine(autoescape=True)
_grid = _engine.from_string(
    "<table>{% for row in rows %}<tr>{% for cell in row %}"
    '<td><input type="text" name="v{{ cell.key }}" value="{{ cell.value }}" aria-label="{{ cell.label }}"></td>'
    "{% endfor %}</tr>{% endfor %}</table>"
)
_list = _engine.from_string(
    "<table>{% for row in rows %}<tr><td><a href='/{{ row.0 }}/'>{{ row.1 }}</a></td>"
    "<td>{{ row.2 }}</td></tr>{% endfor %}</table>"
)


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def view() -> None:
    """A Django view that does nothing, without middleware."""
    _nothing(RequestFactory().get("/"))


def grid() -> None:
    """480 inputs by a plain loop of a template."""
    rows = [
        [{"key": row * 12 + cell, "value": str(cell), "label": f"row {row}, cell {cell}"} for cell in range(12)]
        for row in range(CELLS // 12)
    ]
    _grid.render(Context({"rows": rows}))


def rows() -> None:
    """One query and 50 rows of three columns in a template."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, kind, at FROM audit_entry ORDER BY id DESC LIMIT 50")
        _list.render(Context({"rows": cursor.fetchall()}))


FLOORS: dict[str, Callable[[], None]] = {"view": view, "grid": grid, "rows": rows}
