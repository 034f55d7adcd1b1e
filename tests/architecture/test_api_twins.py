"""Whatever a page does, the API does: each act of a page has an endpoint, or a reason why it has none."""

import pytest

from tests.matrix.addresses import all_addresses

WRITES = {"post", "put", "patch", "delete"}

# The same act under the noun's own address, as interfaces name it.
TWINS = {
    "accounts:profile": "accounts_api:me",
    "accounts:settings": "accounts_api:me",
    "accounts:term-new": "accounts_api:administrators",
    "accounts:token-revoke": "accounts_api:token",
    "funding:account-new": "funding_api:bank-accounts",
    "funding:allocation-new": "funding_api:allocations",
    "funding:bank-file": "funding_api:bank-files",
    "funding:bank-line-charge": "funding_api:bank-line-fee",
    "funding:bank-line-new": "funding_api:bank-lines",
    "funding:bank-line-paid": "funding_api:payment-reconcile",
    "funding:close": "funding_api:fund-close",
    "funding:fund-edit": "funding_api:fund",
    "funding:fund-new": "funding_api:funds",
    "funding:funder-edit": "funding_api:funder",
    "funding:funder-new": "funding_api:funders",
    "funding:funder-step": "funding_api:funder-log",
    "funding:grant-new": "funding_api:allocation-award",
    "funding:guideline-edit": "funding_api:guideline",
    "funding:guideline-new": "funding_api:guidelines",
    "funding:outside-new": "funding_api:outside-lines",
    "funding:payee-new": "funding_api:grant-account",
    "funding:payment-instruct": "funding_api:payment-files",
    "funding:payment-new": "funding_api:tranche-request",
    "funding:pledge-edit": "funding_api:pledge",
    "funding:pledge-new": "funding_api:funder-pledge",
    "funding:proposal-new": "funding_api:round-propose",
    "funding:receipt-confirm": "funding_api:receipt-match",
    "funding:reconciliation-new": "funding_api:reconciliations",
    "funding:report-new": "funding_api:reports",
    "funding:restriction-edit": "funding_api:restriction",
    "funding:restriction-new": "funding_api:restrictions",
    "funding:round-assessed": "funding_api:round-close-assessment",
    "funding:round-edit": "funding_api:round",
    "funding:round-new": "funding_api:rounds",
    "initiative:factor-edit": "initiative_api:factor",
    "initiative:factor-new": "initiative_api:factors",
    "initiative:factor-remove": "initiative_api:factor",
    "initiative:goal-edit": "initiative_api:goal",
    "initiative:goal-new": "initiative_api:goals",
    "initiative:goal-remove": "initiative_api:goal",
    "initiative:settings": "initiative_api:initiative",
    "initiative:stage-edit": "initiative_api:stage",
    "measurement:cycle-new": "measurement_api:cycles",
    "measurement:definition-edit": "measurement_api:definition",
    "measurement:definition-new": "measurement_api:definitions",
    "measurement:dimension-new": "measurement_api:dimensions",
    "measurement:figures-count": "measurement_api:figure-upload-count",
    "measurement:figures-new": "measurement_api:figure-uploads",
    "measurement:figures-withdraw": "measurement_api:figure-upload-withdraw",
    "measurement:measure-edit": "measurement_api:measure",
    "measurement:measure-new": "measurement_api:measures",
    "measurement:request-check": "measurement_api:request-cells",
    "measurement:request-story": "measurement_api:request",
    "measurement:request-upload": "measurement_api:report-uploads",
    "measurement:review-accept": "measurement_api:submission-accept",
    "measurement:review-ask": "measurement_api:submission-ask",
    "measurement:review-return": "measurement_api:submission-return",
    "measurement:set-assign": "measurement_api:assignments",
    "measurement:set-edit": "measurement_api:set",
    "measurement:set-new": "measurement_api:sets",
    "measurement:set-unassign": "measurement_api:assignment-end",
    "measurement:upload-count": "measurement_api:report-upload-count",
    "measurement:upload-withdraw": "measurement_api:report-upload-withdraw",
    "partners:contact-edit": "partners_api:contact",
    "partners:contact-erase": "partners_api:contact",
    "partners:contact-new": "partners_api:contacts",
    "partners:interest-new": "partners_api:interests",
    "partners:mandate-new": "partners_api:participation-mandates",
    "partners:organisation-edit": "partners_api:organisation",
    "partners:partner-edit": "partners_api:organisation",
    "partners:partner-new": "partners_api:participations",
    "working_groups:body-edit": "working_groups_api:body",
    "working_groups:body-new": "working_groups_api:bodies",
    "working_groups:decision-edit": "working_groups_api:decision",
    "working_groups:decision-materials-remove": "working_groups_api:decision-material",
    "working_groups:decision-new": "working_groups_api:body-decisions",
    "working_groups:decision-record": "working_groups_api:record",
    "working_groups:decision-translate": "working_groups_api:decision-translation",
    "working_groups:guest-new": "working_groups_api:guests",
    "working_groups:item-down": "working_groups_api:items-order",
    "working_groups:item-edit": "working_groups_api:item",
    "working_groups:item-new": "working_groups_api:items",
    "working_groups:item-up": "working_groups_api:items-order",
    "working_groups:meeting-edit": "working_groups_api:meeting",
    "working_groups:meeting-materials": "working_groups_api:materials",
    "working_groups:meeting-materials-remove": "working_groups_api:material",
    "working_groups:meeting-new": "working_groups_api:body-meetings",
    "working_groups:minutes-edit": "working_groups_api:minutes",
    "working_groups:seat-new": "working_groups_api:seats",
    "working_groups:task-edit": "working_groups_api:task",
    "working_groups:task-new": "working_groups_api:tasks",
}
IN_A_BROWSER = "it belongs to the session of a browser: signing in and out"
FRESH = "bank details are seen after a fresh second factor, which a token cannot give"
ALONE = {
    "account_login": IN_A_BROWSER,
    "account_logout": IN_A_BROWSER,
    "usersessions_list": IN_A_BROWSER,
    "accounts:persona": IN_A_BROWSER + ", in the demo only",
    "accounts:sessions-end": IN_A_BROWSER,
    "accounts:invitation": "opened by the link of a mail, by somebody who has no account and so no token yet",
    "accounts:invitation-decline": "opened by the link of a mail, by somebody who has no account and so no token yet",
    "accounts:my-data": "one's own data are taken in a session that is fresh, never by a token",
    "funding:payee-look": FRESH,
    "funding:payment-file-take": FRESH,
    "mail-stop": "the link of a mail that stops it, without sign-in (RFC 8058)",
    "portal:style-guide-save": "a form of the style guide that saves nothing",
}


def test_every_act_of_a_page_has_an_endpoint_or_a_reason():
    addresses = all_addresses()
    endpoints = {one.name for one in addresses if one.is_api and WRITES & set(one.methods)}
    acts = {one.name for one in addresses if not one.is_api and one.name and WRITES & set(one.methods)}
    assert len(acts) > 100 and len(endpoints) > 100
    lacking = [
        name for name in sorted(acts - set(ALONE)) if TWINS.get(name, name.replace(":", "_api:", 1)) not in endpoints
    ]
    assert lacking == []


@pytest.mark.parametrize("named", [TWINS, ALONE], ids=["twins", "alone"])
def test_the_lists_name_only_what_is_there(named):
    pages = {one.name for one in all_addresses() if not one.is_api}
    assert set(named) - pages == set()
