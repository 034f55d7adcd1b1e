"""What the public reads of the money: a page and open files, and nothing that a funder or a grant keeps back."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Person
from funding import exports
from funding.exports.open_grants import COLUMNS, FOLDER
from funding.models import Fund
from funding.services import fund_reports, funders, pledges, receipts
from kernel import clock
from tests.actors import actor_of
from tests.factories.funding import FundWorld, plan
from tests.factories.partners import MandateFactory, ParticipationFactory

pytestmark = pytest.mark.django_db


def gives(world, amount, visibility):
    """Another funder that signs and pays."""
    part = ParticipationFactory(initiative=world.cast.initiative, kind="funder")
    funder = funders.add(actor=world.director, fund=world.fund, participation=part)
    values = {"restriction": world.free, "amount": amount, "visibility": visibility}
    row = pledges.draft(actor=world.director, funder=funder, values=values, parts=plan(amount, clock.today(), 1))
    pledges.sign(actor=actor_of(MandateFactory(participation=part, kind="representative").person), pledge=row)
    receipt = world.line(amount).receipt
    receipts.match(actor=world.treasurer, receipt=receipt, funder=funder, instalment=row.instalments.get())
    receipts.assign(actor=world.treasurer, receipt=receipt, parts={world.free: amount})
    return part


@pytest.fixture
def world(cast):
    made = FundWorld(cast)
    type(cast.initiative).objects.filter(pk=cast.initiative.pk).update(is_public=True)
    return made


def told(world):
    today = clock.today()
    return fund_reports.make(actor=world.treasurer, fund=world.fund, starts_on=today, as_of=today)


def page(world, client, name="money"):
    answer = client.get(reverse(f"funding:{name}", args=[world.cast.initiative.slug]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_public_reads_the_equation_the_grants_and_who_gives(world, client):
    shown, hidden = gives(world, 901_00, "amount"), [gives(world, 311_00, one) for one in ("name", "band", "anonymous")]
    world.pay(world.grant(300_00), 100_00)
    told(world)
    text = page(world, client)
    for amount in ("1,834", "100", "200", "1,534", "901"):
        assert f"₪{amount}<" in text
    assert str(shown) in text and str(hidden[0]) in text and str(hidden[2]) not in text
    assert "₪311" not in text and "sankey" in text


def test_a_lone_hidden_funder_is_not_the_whole_less_the_others(world, client):
    gives(world, 901_00, "amount"), gives(world, 311_00, "name")
    told(world)
    text = page(world, client)
    assert "₪1,212" not in text and "₪901" not in text and "₪311" not in text
    gives(world, 5_000_00, "amount"), gives(world, 20_00, "amount")
    told(world)
    text = page(world, client)
    assert "₪6,232" in text and "₪5,000" in text
    assert "₪901" not in text and "₪20<" not in text, "the two smallest are held back with the hidden one"
    assert "901.0" not in page(world, client, "money-json")


def test_a_grant_kept_back_takes_the_totals_with_it(cast, client):
    world = FundWorld(cast, {"publishes_grants": False})
    type(cast.initiative).objects.filter(pk=cast.initiative.pk).update(is_public=True)
    gives(world, 901_00, "amount")
    world.pay(world.grant(300_00), 100_00)
    told(world)
    text = page(world, client)
    for amount in ("300", "100", "200", "601"):
        assert f"₪{amount}<" not in text
    assert json.loads(page(world, client, "money-json"))["grants"][0]["regrantType"] == "FRG040"


def test_there_is_no_page_where_no_fund_is_public(world, client):
    Fund.objects.update(is_public=False)
    for name in ("money", "money-json", "money-csv"):
        assert client.get(reverse(f"funding:{name}", args=[world.cast.initiative.slug])).status_code == 404


def test_the_flat_file_holds_what_the_checked_one_holds(world, client):
    gives(world, 901_00, "amount")
    world.pay(world.grant(300_00), 100_00)
    package = json.loads(page(world, client, "money-json"))
    exports.validator().validate(package)
    flat = list(csv.DictReader(io.StringIO(page(world, client, "money-csv").lstrip("\ufeff"))))
    again = {"grants": [unfolded(row) for row in flat]}
    exports.validator().validate(again)
    assert again == package
    titles = (FOLDER / "360-giving-schema.json").read_text(encoding="utf-8")
    assert all(f'"{part}"' in titles for title, _path in COLUMNS for part in title.split(":"))


def test_the_open_file_of_many_funds_holds_them_all_and_asks_as_often_as_for_one(
    world, client, django_assert_num_queries
):
    world.pay(world.grant(gives_open(world)), 100_00)
    with CaptureQueriesContext(connection) as asked:
        alone = exports.package(world.fund)["grants"]
    made = [world]
    for _more in range(2):
        Person.objects.filter(email="finance@demo.example").update(email=f"finance{len(made)}@demo.example")
        other = FundWorld(world.cast)
        other.pay(other.grant(gives_open(other)), 50_00)
        made.append(other)
    funds = [one.fund for one in made]
    with django_assert_num_queries(len(asked)):
        together = exports.package(*funds)["grants"]
    assert sorted(row["id"] for row in together) == sorted(
        row["id"] for fund in funds for row in exports.package(fund)["grants"]
    )
    assert [row for row in together if row["id"] in {one["id"] for one in alone}] == alone
    assert sorted(row["amountDisbursed"] for row in together if "amountDisbursed" in row) == [50, 50, 100]
    assert len(json.loads(page(world, client, "money-json"))["grants"]) == len(together) == 6


def gives_open(world):
    """Money of a funder that hides nothing; gives how much."""
    gives(world, 901_00, "amount")
    return 300_00


def unfolded(row):
    """A row of the flat form as the standard's object."""
    out = {}
    for title, path in COLUMNS:
        value = row[title]
        if not value:
            continue
        if path[0].startswith("amount"):
            value = float(value)
        if len(path) == 1:
            out[path[0]] = value
        else:
            out.setdefault(path[0], [{}])[0][path[1]] = value
    return out
