"""Ten times the rows, by one statement a table: what no page may notice in its number of queries. Not a test.

Each copy has the key of its original plus a step, so that a relation can be followed into the same copy by the same
sum. Rows that a unique rule forbids a second time are left out.
"""

from django.db import connection

from accounts.models import Person
from audit.models import Entry
from funding import models as money
from initiative.models import Factor, Goal
from kernel import guards
from measurement import models as measurement
from partners import models as partners
from working_groups import models as groups

STEP = 1_000_000
COPIES = 9


def multiply() -> None:
    """The whole world, floor by floor."""
    copy(Person, email="{k} || email")
    copy(Goal, alike="parent")
    copy(Factor, alike="parent")
    copy(partners.Organisation, registration_no="''")
    copy(partners.Contact, alike="organisation")
    copy(partners.Participation, alike="organisation person")
    copy(partners.Mandate, alike="participation person")
    copy(partners.Interest, alike="person organisation")
    copy(groups.Body)
    copy(groups.Seat, alike="participation person")
    copy(groups.Meeting, number="number + {k} * 1000")
    copy(groups.AgendaItem)
    copy(groups.Minutes, alike="meeting")
    copy(groups.Task, alike="participation person")
    copy(groups.Decision, number="number + {k} * 1000")
    copy(groups.Response, alike="seat")
    copy(groups.Attendance, alike="seat")
    copy(measurement.Measure, alike="goal", code="code || '-' || {k}")
    copy(measurement.Definition, alike="measure")
    copy(measurement.MeasureSet)
    copy(measurement.Cycle, alike="measure_set")
    copy(measurement.ReportingRequest, alike="participation")
    copy(measurement.RequestedMeasure, alike="request")
    copy(measurement.Submission, alike="request")
    copy(measurement.Question)
    copy(measurement.Correction, alike="value")
    with guards.lifted():  # copies of what was sealed by steps come sealed
        of_money()
    copy(Entry)


def of_money() -> None:
    """The fund: its rows stay in the fund that pages show."""
    number = "number + {k} * 1000"
    copy(money.Guideline, number=number, state="CASE WHEN state = 'adopted' THEN 'superseded' ELSE state END")
    copy(money.Criterion, alike="guideline")
    copy(money.Restriction)
    copy(money.Funder, alike="participation")
    copy(money.FunderStep, alike="funder")
    copy(money.Pledge, alike="funder")
    copy(money.Instalment, alike="pledge")
    copy(money.JournalEntry, number=number, source="{k} || source")
    copy(money.Posting, alike="entry")
    copy(money.BankLine, bank_id="{k} || bank_id")
    copy(money.Receipt, alike="line entry", paper_number="paper_number + {k} * 1000")
    copy(money.FundingRound)
    copy(money.Proposal, alike="participation")
    copy(money.Assessment, alike="proposal")
    copy(money.Allocation, alike="entry proposal")
    copy(money.Grant, alike="entry", number=number)
    copy(money.GrantChange, alike="grant entry")
    copy(money.Tranche, alike="grant", number=number)
    copy(money.BudgetLine, alike="grant", position="position + {k} * 1000")
    copy(money.GranteeReport, number=number)
    copy(money.Condition, alike="tranche")
    copy(money.ReportVersion, number=number)
    copy(money.BudgetActual, alike="version")
    copy(money.ReportQuestion)
    copy(money.Payment, alike="entry line", invoice="{k} || invoice")
    copy(money.PaymentApproval, alike="payment")
    copy(money.FundReport, number=number)
    copy(money.OutsideMoney)
    copy(money.LedgerCheck)
    copy(money.Fund)


def copy(model: type, alike: str = "", **fresh: str) -> None:
    """Copies of a table; `alike` relations lead into the same copy, `fresh` columns get an expression over {k}."""
    fields = model._meta.local_concrete_fields
    followed = set(alike.split())
    for k in range(1, COPIES + 1):
        said, there = [], ""
        for field in fields:
            column = connection.ops.quote_name(field.column)
            if field.primary_key or field.name in followed:
                said.append(f"{column} + {k * STEP}")
                if field.name in followed:
                    other = connection.ops.quote_name(field.related_model._meta.db_table)
                    there += f" AND ({column} IS NULL OR {column} + {k * STEP} IN (SELECT id FROM {other}))"
            elif field.name == "public_id":
                # No public id of ours has a capital letter.
                said.append(f"'{chr(64 + k)}' || substr({column}, 2)")
            elif field.name in fresh:
                said.append(fresh[field.name].format(k=k if "*" in fresh[field.name] else f"'{k}'"))
            else:
                said.append(column)
        names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
        table, key = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(model._meta.pk.column)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {', '.join(said)} FROM {table} WHERE {key} < {STEP}{there} "
                "ON CONFLICT DO NOTHING"
            )
