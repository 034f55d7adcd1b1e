"""The cells of a report as they come in: from the grid, its script, or the API. One form, whatever their number.

A cell's name is `M-01|sex=f`. Under that name stands the number as it was typed; beside it, each optional:
`weight:<name>` (the denominator), `quality:<name>`, `note:<name>`, `reason:<name>`, and `revision:<input>` (what the
sender saw). A page that shows a reason sends it along as `shown:<name>`: one that stands there unchanged was given for
what stood there then, and is not given anew. What cannot be read is refused by the name of its input, with the text
kept; the rest goes on.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kernel import numbers, text
from measurement.models import Blank, Quality
from measurement.selectors import grid
from measurement.selectors.sheets import SEPARATOR
from measurement.services.drafts import UNCHECKED, Change, Saved

PARTS = ("weight", "quality", "note", "reason")
# What a cell of the API may name.
NAMES = frozenset({"measure", "combination", "number", "blank", "revision", *PARTS})
STYLE = numbers.Style(percent="refused")
MAX_CELLS = 2000
LONGEST_REVISION = 10


class CellsForm(forms.Form):
    """Reads cells. `changes` are those that can be saved, `refused` maps an input's name to its sentence."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.refused: dict[str, Any] = {}
        self.typed: dict[str, str] = {}
        self.changes: list[Change] = []
        self.inputs: dict[str, list[str]] = {}

    def clean(self) -> dict[str, Any]:
        """Read every cell; wrong ones do not keep the others from being read."""
        cells: dict[str, dict[str, Any]] = {}
        revisions: dict[str, int] = {}
        for name in list(self.data)[: MAX_CELLS * 6]:
            part, cell = self._split(name)
            if part == "shown":
                continue
            if part == "revision":
                _part, seen = self._split(cell)
                # What is no revision counts as one nobody has seen: nothing is overwritten.
                given = str(self.data[name])
                revisions[seen] = int(given) if given.isdecimal() and len(given) < LONGEST_REVISION else -2
            elif part is not None:
                if part == "reason" and self._is_shown(cell):
                    continue
                self._read(name, part, cells.setdefault(cell, {}))
                self.inputs.setdefault(cell, []).append(name)
        wrong = {self._split(name)[1] for name in self.refused}
        self.changes = [
            Change(cell, columns, revisions.get(cell, UNCHECKED))
            for cell, columns in cells.items()
            if columns and cell not in wrong
        ]
        return {"changes": self.changes}

    def kept(self, refused: Mapping[str, Any]) -> dict[str, str]:
        """What was typed for the cells that were not saved, all of it: a wrong number must not cost its note."""
        cells = {self._split(name)[1] for name in refused}
        return {name: given for name, given in self.typed.items() if self._split(name)[1] in cells}

    def _split(self, name: str) -> tuple[str | None, str]:
        """The part of a cell that an input is for, and the cell; no part if it is no cell's input."""
        if SEPARATOR not in name:
            return None, ""
        part, colon, cell = name.partition(":")
        if colon and part in (*PARTS, "revision", "shown"):
            return part, cell
        return "number", name

    def _is_shown(self, cell: str) -> bool:
        shown = self.data.get(f"shown:{cell}", "")
        return bool(shown) and str(self.data[f"reason:{cell}"]).split() == str(shown).split()

    def _read(self, name: str, part: str, columns: dict[str, Any]) -> None:
        given = str(self.data[name])
        self.typed[name] = given
        if part in {"number", "weight"}:
            reading = numbers.parse(given, STYLE)
            if not reading.ok:
                self.refused[name] = reading.refusal
            elif part == "weight":
                columns["weight"] = reading.value
            else:
                is_blank = reading.blank == numbers.NOT_APPLICABLE
                columns |= {"number": reading.value, "blank": Blank.NOT_APPLICABLE if is_blank else Blank.NONE}
        elif part == "quality":
            if given in Quality.values:
                columns["quality"] = given
            else:
                self.refused[name] = _("Choose one of the list.")
        else:
            try:
                columns[part] = text.clean(given, lines=True, longest=1000)
            except text.TextRefused as refusal:
                self.refused[name] = refusal.sentence


def sent_twice(cells: list[Mapping[str, Any]]) -> list[str]:
    """The names of cells that an order from the API holds more than once: nobody knows which one is meant."""
    names = Counter(_name(cell) for cell in cells)
    return [name for name, count in names.items() if count > 1]


def _name(cell: Mapping[str, Any]) -> str:
    return f"{cell.get('measure', '')}{SEPARATOR}{cell.get('combination', '')}"


def from_api(cells: Any) -> CellsForm:
    """The same form from the API's list: `[{"measure", "combination", "number", …, "revision"}]`."""
    flat: dict[str, str] = {}
    for cell in cells if isinstance(cells, list) else []:
        if not isinstance(cell, Mapping):
            continue
        name = _name(cell)
        if "blank" in cell and cell["blank"]:
            flat[name] = _("not applicable")
        elif "number" in cell:
            flat[name] = _plain(cell["number"])
        for part in (*PARTS, "revision"):
            if part in cell:
                flat[f"{part}:{name}"] = _plain(cell[part])
    return CellsForm(flat)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def answers(form: CellsForm, saved: Saved) -> dict[str, dict[str, Any]]:
    """By input: saved (with what the checks say), refused or in conflict; all inputs of a cell get its revision."""
    told: dict[str, dict[str, Any]] = {}
    for name, sentence in form.refused.items():
        told[name] = {"state": "refused", "sentence": str(sentence)}
    for name, sentence in saved.conflicts.items():
        cell = saved.sheet.by_name()[name][1]
        for one in form.inputs[name]:
            told[one] = {"state": "conflict", "revision": cell.revision, "sentence": str(sentence)}
    sentences = saved.sentences
    for name, cell in saved.cells.items():
        for one in {name, f"weight:{name}", *form.inputs[name]}:
            told.setdefault(one, {"state": "saved", "revision": cell.revision})
        told[name] |= {"value": grid.words_of(cell), "sentence": str(sentences.get(name, "")), "reason": cell.reason}
    return told
