"""Money as whole minor units of one currency; sums are exact, splits lose nothing, currencies never mix.

Interface:
    Money(minor: int, currency="ILS")      + - comparison, -money, abs(), money * int, bool(), .decimal
    Money.zero(currency), total(monies, currency)
    parse(text, currency="ILS") -> Money   raises InvalidMoney (a ValueError with .code and .sentence)
    from_decimal(value, currency) -> Money exact, or InvalidMoney
    split(money, weights: {id: weight}) -> {id: Money}   by largest remainder, ties by id

It never touches a float, knows no exchange rate, and formats nothing for pages.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import total_ordering
from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel import numbers
from kernel.text import sentence

DIGITS = {"ILS": 2, "USD": 2, "EUR": 2, "GBP": 2, "CHF": 2, "CAD": 2, "AUD": 2, "JPY": 0}
LARGEST = 2**63 - 1  # a BigInteger column


class InvalidMoney(ValueError):
    """Not an amount: `code` for tests and the API, `sentence` (lazy) for people."""

    def __init__(self, code: str, refusal: Any) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = refusal

    def __str__(self) -> str:
        return str(self.sentence)


@total_ordering
@dataclass(frozen=True)
class Money:
    """An amount in agorot, cents …: a whole number and its currency."""

    minor: int
    currency: str = "ILS"

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"minor units are whole numbers, not {type(self.minor).__name__}")
        if self.currency not in DIGITS:
            raise ValueError(f"unknown currency {self.currency!r}")

    @classmethod
    def zero(cls, currency: str = "ILS") -> "Money":
        return cls(0, currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in whole units: Money(125050).decimal is Decimal("1250.50")."""
        return Decimal(self.minor).scaleb(-DIGITS[self.currency])

    def _same(self, other: object) -> "Money":
        if not isinstance(other, Money):
            raise TypeError(f"money is not added to or compared with {type(other).__name__}")
        if other.currency != self.currency:
            raise TypeError(f"{self.currency} and {other.currency} do not mix")
        return other

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __abs__(self) -> "Money":
        return Money(abs(self.minor), self.currency)

    def __mul__(self, times: int) -> "Money":
        if type(times) is not int:
            raise TypeError("money is multiplied by whole numbers only: split() shares it out")
        return Money(self.minor * times, self.currency)

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other).minor


def total(monies: Iterable[Money], currency: str = "ILS") -> Money:
    """The sum of any number of amounts, none included."""
    result = Money.zero(currency)
    for money in monies:
        result += money
    return result


def from_decimal(value: Decimal, currency: str = "ILS") -> Money:
    """An amount in whole units as minor units; refuses a part smaller than those, and what no column holds."""
    if not isinstance(value, Decimal) or not value.is_finite():
        raise TypeError("an amount comes as a finite Decimal, never as a float")
    minor = Fraction(value) * 10 ** DIGITS[currency]
    if minor.denominator != 1:
        raise InvalidMoney(
            "too_many_decimals",
            sentence(
                _("%(value)s has more than %(digits)s digits after the point: round it."),
                value=f"{value:f}",
                digits=DIGITS[currency],
            ),
        )
    if abs(minor) > LARGEST:
        raise InvalidMoney("too_large", sentence(_("%(value)s is too large an amount."), value=f"{value:f}"))
    return Money(int(minor), currency)


def parse(text: str, currency: str = "ILS", style: numbers.Style = numbers.POINT) -> Money:
    """A typed amount, with or without the currency's sign; a blank or a percentage is refused."""
    reading = numbers.parse(text, numbers.Style(style.mark, "refused"))
    if not reading.ok:
        raise InvalidMoney(reading.code, reading.refusal)
    if reading.value is None:
        raise InvalidMoney("blank", _("Type an amount."))
    return from_decimal(reading.value, currency)


def split(money: Money, weights: Mapping[Any, int | Decimal]) -> dict[Hashable, Money]:
    """Share an amount by weight so that the parts add up to it exactly.

    Every part gets its whole minor units; what is left goes, one by one, to the largest remainders, and among equal
    ones to the lowest id, so that the same split made again is the same.
    """
    whole = sum((Fraction(weight) for weight in weights.values()), Fraction())
    if whole <= 0 or any(weight < 0 for weight in weights.values()):
        raise ValueError("weights are not negative, and not all of them are zero")
    sign = -1 if money.minor < 0 else 1
    exact = {key: abs(money.minor) * Fraction(weight) / whole for key, weight in weights.items()}
    parts = {key: int(share) for key, share in exact.items()}
    left = abs(money.minor) - sum(parts.values())
    for key in sorted(exact, key=lambda key: (parts[key] - exact[key], key))[:left]:
        parts[key] += 1
    return {key: Money(sign * part, money.currency) for key, part in parts.items()}
