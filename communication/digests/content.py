"""What a digest is made of: lines in sections, groups with their lines. Plain values that freeze to JSON and back."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from json import dumps
from typing import Any

ACT, PROMISED, ANSWER_FOR, ASKED, NEWS = "act", "promised", "answer_for", "asked", "news"
ORDER = (ACT, PROMISED, ANSWER_FOR, ASKED, NEWS)
LINES = 12
LINES_OF_A_GROUP, LINES_WHERE_ONE_SITS = 1, 4
# Parts of a group that alone are no reason to write.
QUIET_PARTS = frozenset({"due", "to_come"})


@dataclass(frozen=True)
class Line:
    """One line. `key` tells the same thing again when the content is gathered anew; `text` holds isolates."""

    key: str
    section: str
    text: str
    url: str = ""
    label: str = ""
    detail: str = ""
    when: str = ""
    urgency: str = ""
    minutes: int = 0
    initiative: str = ""
    subject: str = ""
    deliveries: tuple[int, ...] = ()


@dataclass(frozen=True)
class Group:
    """One group of the block: its name, its page, its lines (their `section` is the part: decided, late …)."""

    key: str
    name: str
    url: str
    lines: tuple[Line, ...]
    sits: bool = False
    initiative: str = ""
    # Where one does not sit, one line tells how many there are of each part.
    parts: tuple[tuple[str, int], ...] = ()

    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many lines each part has, in their order."""
        found: dict[str, int] = {}
        for line in self.lines:
            found[line.section] = found.get(line.section, 0) + 1
        return tuple(found.items())

    @property
    def is_worth_telling(self) -> bool:
        """Whether there is more than what is due and to come."""
        return any(line.section not in QUIET_PARTS for line in self.lines)

    @property
    def is_late(self) -> bool:
        """Whether something is late there: such groups come first."""
        return any(line.section == "late" for line in self.lines)


@dataclass(frozen=True)
class Content:
    """All that could be told; `shown` and `shown_groups` are cut to what a mail holds."""

    lines: tuple[Line, ...] = ()
    groups: tuple[Group, ...] = ()
    why: str = ""
    seen: tuple[int, ...] = field(default=())

    @property
    def is_worth_sending(self) -> bool:
        """Nothing is sent when there is nothing to tell."""
        return bool(self.lines) or any(group.is_worth_telling for group in self.groups)

    @property
    def shown(self) -> tuple[Line, ...]:
        """The first twelve, duties before news."""
        return tuple(sorted(self.lines, key=lambda line: ORDER.index(line.section)))[:LINES]

    @property
    def more(self) -> int:
        """How many lines stand behind the count."""
        return max(0, len(self.lines) - LINES)

    @property
    def shown_groups(self) -> tuple[Group, ...]:
        """Late ones first, cut to twelve lines of their own: one for each group, four where one sits."""
        left, out = LINES, []
        for group in sorted(self.groups, key=lambda group: (not group.is_late, not group.sits)):
            room = min(left, LINES_WHERE_ONE_SITS if group.sits else LINES_OF_A_GROUP)
            if room:
                lines = group.lines[:room] if group.sits or len(group.lines) == 1 else ()
                out.append(replace(group, lines=lines, parts=group.counts() if not lines else ()))
                left -= len(lines) or 1
        return tuple(out)

    @property
    def more_groups(self) -> int:
        """How many groups, or lines of one's own groups, are not shown."""
        shown = {group.key: group for group in self.shown_groups}
        hidden = sum(1 for group in self.groups if group.key not in shown)
        own = (group for group in self.groups if group.sits and group.key in shown)
        return hidden + sum(len(group.lines) - len(shown[group.key].lines) for group in own)

    @property
    def deliveries(self) -> tuple[int, ...]:
        """The deliveries that this content tells, behind the count as well."""
        return tuple(sorted({key for line in self.lines for key in line.deliveries} | set(self.seen)))

    def only(self, keys: Iterable[str]) -> "Content":
        """The content without what is not among these keys: what a person may see no more."""
        wanted = set(keys)
        groups = []
        for group in self.groups:
            lines = tuple(line for line in group.lines if line.key in wanted)
            if lines:
                groups.append(replace(group, lines=lines))
        return Content(tuple(line for line in self.lines if line.key in wanted), tuple(groups), self.why, self.seen)

    def keys(self) -> set[str]:
        """The keys of all lines."""
        return {line.key for line in self.lines} | {line.key for group in self.groups for line in group.lines}

    def frozen(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @property
    def hash(self) -> str:
        """SHA-256 of the frozen content."""
        return sha256(dumps(self.frozen(), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def thawed(data: dict[str, Any]) -> Content:
    """The content of a frozen digest."""
    return Content(
        tuple(_line(line) for line in data.get("lines", ())),
        tuple(
            Group(**{**group, "lines": tuple(_line(line) for line in group["lines"]), "parts": ()})
            for group in data.get("groups", ())
        ),
        data.get("why", ""),
        tuple(data.get("seen", ())),
    )


def _line(data: dict[str, Any]) -> Line:
    return Line(**{**data, "deliveries": tuple(data.get("deliveries", ()))})
