"""Addresses of the fund in the API, inside an initiative."""

from typing import Any

from django.urls import URLPattern, path

from funding.api import bank, funds, grants, payments, promises, rounds

_FUND = "funds/<str:fund>/"


def _noun(
    noun: str, name: str, view: Any, listed: str = "list", *, one: str = "retrieve", **acts: str
) -> list[URLPattern]:
    """A noun of a fund: its list (and what makes a row), one row (and what changes it), POST …/<act>/ for each act."""
    rows = {"get": "list"} if "list" in listed else {}
    rows |= {"post": "create"} if "create" in listed else {}
    row = {"get": "retrieve"} if "retrieve" in one else {}
    row |= {"patch": "partial_update"} if "change" in one else {}
    out = [path(f"{_FUND}{noun}/", view.as_view(rows), name=_many(name))] if rows else []
    if row:
        out.append(path(f"{_FUND}{noun}/<str:public_id>/", view.as_view(row), name=name))
    for method, word in acts.items():
        there = f"{_FUND}{noun}/<str:public_id>/{word}/"
        out.append(path(there, view.as_view({"post": method}), name=f"{name}-{word}"))
    return out


def _many(name: str) -> str:
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


def _same(*words: str) -> dict[str, str]:
    """Acts whose method is the word of the address, with its hyphens."""
    return {word.replace("-", "_"): word for word in words}


_ONE = "funds/<str:public_id>/"

urlpatterns = [
    path("funds/", funds.Funds.as_view({"get": "list", "post": "create"}), name="funds"),
    path(_ONE, funds.Funds.as_view({"get": "retrieve", "patch": "partial_update"}), name="fund"),
    path(f"{_ONE}position/", funds.Funds.as_view({"get": "position"}), name="position"),
    path(f"{_ONE}trial-balance/", funds.Funds.as_view({"get": "trial_balance"}), name="trial-balance"),
    path(f"{_ONE}360giving/", funds.Funds.as_view({"get": "open_grants"}), name="open-grants"),
    path(f"{_ONE}close/", funds.Funds.as_view({"post": "close"}), name="fund-close"),
    path(f"{_FUND}ledger/export/", funds.Journal.as_view({"get": "export"}), name="ledger-export"),
    *_noun("ledger", "entry", funds.Journal, **_same("reverse")),
    *_noun("guidelines", "guideline", funds.Guidelines, "list create", one="retrieve change", **_same("adopt")),
    *_noun("restrictions", "restriction", funds.Restrictions, "list create", one="retrieve change", **_same("release")),
    *_noun("outside", "outside-line", funds.Outside, "list create"),
    *_noun(
        "funders", "funder", promises.Funders, "list create",
        one="retrieve change", fit="fit", log="log", pledge="pledge",
    ),  # fmt: skip
    *_noun("pledges", "pledge", promises.Pledges, one="retrieve change", **_same("sign", "amend")),
    *_noun("instalments", "instalment", promises.Instalments, **_same("weigh", "write-off")),
    *_noun("bank-accounts", "bank-account", bank.Accounts, "list create"),
    *_noun("bank-files", "bank-file", bank.Files, "list create", one=""),
    *_noun("bank-lines", "bank-line", bank.Lines, "list create", **_same("fee")),
    *_noun(
        "receipts", "receipt", bank.Receipts,
        **_same("match", "assign", "unassign", "exchange", "refund", "issue"),
    ),
    *_noun("reconciliations", "reconciliation", bank.Reconciliations, "list create", one=""),
    *_noun(
        "rounds", "round", rounds.Rounds, "list create", one="retrieve change",
        **_same("propose", "close-assessment", "recommend", "decide", "announce", "cancel"),
    ),
    *_noun("proposals", "proposal", rounds.Proposals, put_to_body="put", **_same("assess", "withdraw", "allocate")),
    *_noun("assessments", "assessment", rounds.Assessments, one=""),
    *_noun("allocations", "allocation", rounds.Allocations, "list create", **_same("close", "award")),
    *_noun(
        "grants", "grant", grants.Grants,
        **_same(
            "plan", "send", "sign", "activate", "suspend", "amend", "wind-up", "close", "terminate", "account"
        ),
    ),
    *_noun("tranches", "tranche", grants.Tranches, payment="request"),
    *_noun("conditions", "condition", grants.Conditions, **_same("meet")),
    *_noun(
        "grantee-reports", "grantee-report", grants.Reports,
        give_back="return", **_same("write", "accept", "extend", "waive"),
    ),
    *_noun(
        "payments", "payment", payments.Payments,
        give_back="return",
        **_same("approve-programme", "approve-finance", "execute", "reconcile", "cancel", "renew"),
    ),
    *_noun("payment-files", "payment-file", payments.Files, "list create"),
    *_noun("payees", "payee", payments.Payees, **_same("confirm", "refuse")),
    *_noun("reports", "report", payments.Reports, "list create", **_same("again")),
]  # fmt: skip
