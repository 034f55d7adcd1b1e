"""A decision carries only what it is about: an act about an organisation takes one about it or about nobody."""

import pytest

from funding.forms.grants import AmendGrantForm
from funding.forms.pledges import WriteOffForm
from funding.services import funds, grant_changes, pledges, restrictions
from kernel import clock
from kernel.errors import Refused
from tests.factories.funding import names

pytestmark = pytest.mark.django_db


@pytest.fixture
def grant(world):
    world.receive(100_000_00)
    return world.grant(50_000_00)


@pytest.fixture
def about(world):
    """Adopted decisions: about nobody, about the grantee, about the funder."""
    grantee, funder = world.cast.partner.organisation, world.funder.participation.organisation
    return {"nobody": world.decision(), "grantee": world.decision(grantee), "funder": world.decision(funder)}


def offered(form, about):
    """Which of them a form offers, in its order."""
    words = {one.pk: name for name, one in about.items()}
    return [words[one.pk] for one in form.fields["decision"].queryset if one.pk in words]


def test_a_form_offers_no_decision_about_another_organisation_and_those_about_this_one_first(world, grant, about):
    instalment = world.pledge(100_00, 2).instalments.get(number=2)
    assert offered(AmendGrantForm(actor=world.director, subject=grant), about) == ["grantee", "nobody"]
    assert offered(WriteOffForm(actor=world.treasurer, subject=instalment), about) == ["funder", "nobody"]


def test_an_amendment_a_write_off_and_an_adoption_refuse_a_decision_about_another(world, grant, about):
    instalment = world.pledge(100_00, 2).instalments.get(number=2)
    draft = funds.draft_guideline(actor=world.director, fund=world.fund, values=names("כללים", "text"), criteria=[])
    bucket = {**names("ייעוד"), "kind": "designated", "decision": about["grantee"]}
    acts = (
        (grant_changes.amend, {"grant": grant, "amount": 1_00, "reason": "הרחבה", "decision": about["funder"]}),
        (grant_changes.terminate, {"grant": grant, "reason": "הופסק", "decision": about["funder"]}),
        (pledges.write_off, {"actor": world.treasurer, "instalment": instalment, "decision": about["grantee"]}),
        (funds.adopt, {"guideline": draft, "decision": about["grantee"], "adopted_on": clock.today()}),
        (restrictions.add, {"fund": world.fund, "values": bucket}),
    )
    for act, given in acts:
        with pytest.raises(Refused) as refusal:
            act(**{"actor": world.director, **given})
        assert refusal.value.code == "foreign", act
    pledges.write_off(actor=world.treasurer, instalment=instalment, decision=about["funder"])


def test_an_instalment_given_up_leads_to_the_decision_that_says_so(world, page):
    pledge = world.pledge(100_00, 2)
    decision = world.decision(world.funder.participation.organisation)
    pledges.write_off(actor=world.treasurer, instalment=pledge.instalments.get(number=2), decision=decision)
    for role in ("treasurer", "director"):
        assert f'href="{decision.get_absolute_url()}"' in page(role, "pledge", pledge).content.decode()
