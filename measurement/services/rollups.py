"""Keeping the roll-ups: refresh what went stale, rebuild all, compare with a fresh computation.

A roll-up is a derivation: these acts are the system's and leave no audit entry. Twice does nothing: an equal hash
writes nothing, and a slice that went stale while we computed is computed again.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from kernel import bulk, clock
from measurement.models import Rollup, StaleSlice, Value
from measurement.rollup import Total
from measurement.selectors import slices

COLUMNS = ("number", "weight", "result", "reported", "expected", "quality", "input_hash", "computed_at")
TRIES = 5


def refresh(keys: Collection[int] | None = None) -> int:
    """Compute the stale slices (all, or those rung for); returns how many there were."""
    waiting: defaultdict[str, set[int]] = defaultdict(set)
    rows = StaleSlice.objects.order_by("pk")
    rows = rows if keys is None else rows.filter(pk__in=keys)
    seen = list(rows.values_list("pk", "definition", "period")[:5000])
    for _pk, definition, period in seen:
        waiting[period].add(definition)
    for period, definitions in waiting.items():
        with transaction.atomic():
            compute(period, definitions)
            StaleSlice.objects.filter(pk__in=[pk for pk, _one, when in seen if when == period]).delete()
    return len(seen)


def compute(period: str, definitions: Collection[int]) -> int:
    """Write the totals of these definitions in a period; returns how many rows changed.

    Two workers may compute one slice at once. Facts are append-only, so the highest key tells whether one came while we
    computed: then we compute again, and the last writer is never the older one.
    """
    changed = 0
    for _try in range(TRIES):
        before = _newest(period, definitions)
        changed += _write(period, definitions, slices.computed(period, definitions))
        if _newest(period, definitions) == before:
            break
    return changed


def _newest(period: str, definitions: Collection[int]) -> int | None:
    newest: int | None = Value.objects.filter(period=period, definition__in=definitions).aggregate(key=Max("pk"))["key"]
    return newest


def _write(period: str, definitions: Collection[int], totals: dict[slices.Key, Total]) -> int:
    there = Rollup.objects.filter(period=period, definition__in=definitions)
    hashes = {
        (definition, combination, scope): (pk, input_hash)
        for pk, definition, combination, scope, input_hash in there.values_list(
            "pk", "definition", "combination", "scope_key", "input_hash"
        )
    }
    now = clock.now()
    new: list[Rollup] = []
    changed: list[Rollup] = []
    for key, total in totals.items():
        before = hashes.get(key)
        if before is not None and before[1] == total.input_hash:
            continue
        (new if before is None else changed).append(_row(key, period, total, now))
    # Another worker may have written the same ones meanwhile.
    bulk.create(new, over=("definition_id", "period", "combination_id", "scope_key"))
    Rollup.objects.bulk_create(
        changed,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["definition", "period", "combination", "scope_key"],
        update_fields=COLUMNS,
    )
    gone = [pk for key, (pk, _hash) in hashes.items() if key not in totals]
    for start in range(0, len(gone), 500):
        Rollup.objects.filter(pk__in=gone[start : start + 500]).delete()
    return len(new) + len(changed) + len(gone)


def _row(key: slices.Key, period: str, total: Total, now: datetime) -> Rollup:
    return Rollup(
        definition_id=key[0],
        period=period,
        combination_id=key[1],
        scope_key=key[2],
        number=total.number,
        weight=total.weight,
        result=total.result,
        reported=total.reported,
        expected=total.expected,
        quality=total.quality,
        input_hash=total.input_hash,
        computed_at=now,
    )


def rebuild(initiative_id: int | None = None) -> int:
    """Throw nothing away that is right: compute every slice, write what differs."""
    changed = 0
    for period, definitions in slices.pairs_with_facts(initiative_id):
        with transaction.atomic():
            changed += compute(period, definitions)
    return changed


@dataclass(frozen=True)
class Difference:
    """A stored total that is not what its facts add up to. `stored` or `fresh` is None where there is none."""

    definition: int
    period: str
    combination: int
    scope_key: str
    stored: str | None
    fresh: str | None


def audit(initiative_id: int | None = None) -> list[Difference]:
    """Compare every stored total with a fresh computation; it only reads."""
    out: list[Difference] = []
    for period, definitions in slices.pairs_with_facts(initiative_id):
        fresh = slices.computed(period, definitions)
        stored = {
            (row.definition_id, row.combination_id, row.scope_key): row
            for row in Rollup.objects.filter(period=period, definition__in=definitions)
        }
        for key in sorted(fresh.keys() | stored.keys()):
            mine, its = fresh.get(key), stored.get(key)
            if (
                mine
                and its
                and (mine.number, mine.weight, mine.result, mine.reported, mine.expected)
                == (
                    its.number,
                    its.weight,
                    its.result,
                    its.reported,
                    its.expected,
                )
            ):
                continue
            stored_text, fresh_text = (str(row.result) if row else None for row in (its, mine))
            out.append(Difference(key[0], period, key[1], key[2], stored_text, fresh_text))
    return out
