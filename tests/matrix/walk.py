"""One walk over the address map with the whole cast. Not a test.

What an answer is called:
  ok          a page or a row
  go          it was done, or the way leads on
  fill in     the policy lets pass; the empty body is refused for what it lacks
  sign in     nobody is signed in
  refused:x   the policy or a rule says no, with its code
  415         the policy lets pass; a file is wanted
  404, 405    there is no such thing for this person; the address does not take that method
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from tests.matrix.addresses import MADE_UP, METHODS, Address
from tests.matrix.objects import Filler
from tests.matrix.visitor import Visitor
from tests.matrix.world import elsewhere, other, own

Outcomes = dict[str, str]
WORDS = {
    **dict.fromkeys((200, 201, 204), "ok"),
    **dict.fromkeys((301, 302, 303), "go"),
    **dict.fromkeys((400, 422), "fill in"),
}
# Addresses whose object only a mail knows are walked in tests/accounts and tests/communication.
BY_TOKEN = {"token", "key"}
# They answer a probe, not a person, and stand in tests/config.
PROBES = {"healthz", "readyz"}
HIDDEN = {"404", "sign in"}
# What every answer says to a browser, a refusal too. One page shows a mail in a frame of its own.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
CONTENT_POLICY = ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
STORED = "sandbox; default-src 'none'"  # of a stored file: it may do nothing at all
FRAMED = re.compile(r"/me/mailbox/\w+/html/$")
OPEN = {"ok", "go"}
REST = {"everyone", "the rest"}


def is_walked(address: Address) -> bool:
    """Whether the matrix holds a row of it."""
    return not BY_TOKEN & set(address.parameters) and address.name not in PROBES


def path_of(address: Address, arguments: Mapping[str, Any], language: str = "he") -> str:
    """The path, filled."""
    route = address.route
    for name, value in arguments.items():
        route = re.sub(rf"<(?:\w+:)?{name}>", str(value), route)
    bare = address.is_api or address.route.startswith("u/")
    return f"/{route}" if bare else f"/{language}/{route}"


def outcome(response: Any) -> str:
    """The answer in a word."""
    status = response.status_code
    code = response.get("X-Refusal", "")
    if not code and status in {403, 409} and response.get("Content-Type", "").startswith("application/json"):
        code = response.data["code"]
    if code:
        return "fill in" if code == "invalid" else f"refused:{code}"
    if status == 401 or (status in {301, 302, 303} and "sign-in" in response["Location"]):
        return "sign in"
    return WORDS.get(status, str(status))


def bare(path: str, response: Any) -> list[str]:
    """The headers of security that an answer lacks, or has with another value."""
    wrong = [name for name, value in HEADERS.items() if response.get(name) != value]
    policy = response.get("Content-Security-Policy", "")
    if policy != STORED and ("unsafe" in policy or not all(part in policy for part in CONTENT_POLICY)):
        wrong.append("Content-Security-Policy")
    if "geolocation=()" not in response.get("Permissions-Policy", ""):
        wrong.append("Permissions-Policy")
    framed = {"X-Frame-Options", "Content-Security-Policy"} if FRAMED.search(path) else set()
    return [name for name in wrong if name not in framed]


def grouped(outcomes: Outcomes) -> dict[str, str] | str:
    """Who gets what, shortly: "hidden" where there is nothing for anybody, "the rest" for the most of them."""
    if set(outcomes.values()) <= HIDDEN:
        return "hidden"
    found = defaultdict(list)
    for persona, what in outcomes.items():
        found[what].append(persona)
    if len(found) == 1:
        return dict.fromkeys(found, "everyone")
    most = max(found, key=lambda what: len(found[what]))
    rest = "the rest" if len(found[most]) > 6 else " ".join(found[most])
    return {what: rest if what == most else " ".join(found[what]) for what in sorted(found)}


def spread(row: Mapping[str, Any], personas: Iterable[str]) -> dict[str, Outcomes]:
    """A row persona by persona; for a part of the cast 404 and the sign-in are one, as in a row that is hidden."""
    out = {}
    for asked, said in row.items():
        told = row[asked.partition(" ")[0]] if said == "as own" else said
        names = {} if told == "hidden" else {name: what for what, who in told.items() for name in who.split()}
        rest = next((what for what, who in ({} if told == "hidden" else told).items() if who in REST), "404")
        got = {persona: names.get(persona, rest) for persona in personas}
        out[asked] = {persona: "hidden" if what in HIDDEN else what for persona, what in got.items()}
    return out


class Walk:
    """The rows of some addresses, what went wrong, and where a foreign object did not answer as a made-up one.

    With `every` above one only each so many-th address is asked with the objects of others and by other methods too.
    """

    def __init__(self, addresses: Iterable[Address], cast: Mapping[str, Visitor], every: int = 1) -> None:
        self.cast = cast
        self.fillers = {name: Filler(place()) for name, place in (("own", own), ("other", other))}
        self.stranger = Filler(elsewhere())
        self.rows: dict[str, dict[str, Any]] = {}
        self.leaks: list[str] = []
        self.errors: list[str] = []
        self.bare: list[str] = []
        self.open: list[str] = []
        self.unfilled: list[str] = []
        for number, address in enumerate(addresses):
            self.visit(address, thoroughly=number % every == 0)

    def ask(self, method: str, path: str) -> Outcomes:
        """What each of the cast gets."""
        out = {}
        for persona, visitor in self.cast.items():
            answer = visitor.ask(method, path)
            out[persona] = outcome(answer)
            self.bare += [f"{persona} {method} {path}: {name}" for name in bare(path, answer)]
            if out[persona].startswith("5"):
                self.errors.append(f"{persona} {method} {path}")
        return out

    def visit(self, address: Address, thoroughly: bool) -> None:
        """The row of one address."""
        places = {name: filler.arguments(address) for name, filler in self.fillers.items()}
        places["elsewhere"] = self.stranger.arguments(address)
        if places["own"] is None:
            self.unfilled.append(address.name)
            return
        row: dict[str, Any] = {}
        for method in address.methods:
            mine = self.ask(method, path_of(address, places["own"]))
            row[method] = grouped(mine)
            if not thoroughly:
                continue
            for name in ("other", "elsewhere"):
                if places[name] != places["own"]:
                    theirs = self.ask(method, path_of(address, places[name] or {}))
                    row[f"{method} {name}"] = "as own" if theirs == mine else grouped(theirs)
            self.compare(address, places, method)
        for method in METHODS if thoroughly else ():
            if method not in address.methods:
                self.refuse(address, places["own"], method, row)
        self.rows[f"{address.name} {address.route}"] = row

    def refuse(self, address: Address, arguments: Mapping[str, Any], method: str, row: Mapping[str, Any]) -> None:
        """What is not offered is not done, even for who could do the most. The sign-in page sends on who is in."""
        answer = outcome(self.cast["director"].ask(method, path_of(address, arguments)))
        leads_on = answer == "go" and answer in row.get("get", ())
        if answer not in {"405", *HIDDEN} and not answer.startswith("refused") and not leads_on:
            self.open.append(f"{method} {address.name}: {answer}")

    def compare(self, address: Address, places: Mapping[str, Any], method: str) -> None:
        """Objects of others under an address of ours: as made-up ones, for everybody."""
        fixed = {"initiative", "slug", "number", "version", "language"}
        names = [name for name in address.parameters if name not in fixed]
        if not names:
            return
        last, mine = names[-1], places["own"]
        strangers = {}
        if "initiative" in address.parameters:
            strangers["elsewhere"] = {**mine, last: places["elsewhere"][last]}
        if any(places["other"][name] != mine[name] for name in names[:-1]):
            strangers["other"] = {**mine, last: places["other"][last]}
        strangers = {name: given for name, given in strangers.items() if given[last] != mine[last]}
        if not strangers:
            return
        nothing = path_of(address, {**mine, last: MADE_UP})
        for name, given in strangers.items():
            answers = self.ask(method, path_of(address, given))
            for persona, answer in answers.items():
                # what is hidden answers as nothing does; whatever else is said must be said of nothing too
                if persona in {"director", "anonymous"} or answer not in HIDDEN:
                    made_up = outcome(self.cast[persona].ask(method, nothing))
                    if answer != made_up or made_up in OPEN:
                        self.leaks.append(f"{persona} {method} {address.name} {name}: {answer}, made up {made_up}")
