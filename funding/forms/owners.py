"""Whose a thing of the money is: the fund it belongs to, and the organisation it is about."""

from typing import Any

from funding.models import Fund

_WAYS = (
    "fund",
    "funder",
    "pledge",
    "account",
    "receipt",
    "grant",
    "round",
    "tranche",
    "report",
    "version",
    "allocation",
)


def fund_of(thing: Any) -> Fund:
    """The fund that a thing belongs to, however far down it hangs."""
    while not isinstance(thing, Fund):
        thing = next(getattr(thing, way) for way in _WAYS if getattr(thing, way, None) is not None)
    return thing


def organisation_of(thing: Any) -> int | None:
    """The key of the funder or grantee that a thing is about, however far down it hangs; none for the fund itself."""
    while thing is not None and not isinstance(thing, Fund):
        if getattr(thing, "participation", None) is not None:
            return thing.participation.organisation_id  # type: ignore[no-any-return]
        further = (getattr(thing, way, None) for way in _WAYS if way != "fund")
        thing = next((one for one in further if one is not None), None)
    return None
