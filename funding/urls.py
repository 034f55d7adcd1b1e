"""Pages of the fund inside an initiative."""

from typing import Any

from django.urls import URLPattern, path

from funding.models import FundingRound, Payment, Pledge
from funding.views import (
    bank_lines,
    bases,
    closing,
    files,
    funders,
    funds,
    grant_acts,
    grants,
    money,
    money_in,
    payees,
    payment_acts,
    payments,
    pledges,
    promises,
    proposals,
    report_acts,
    reports,
    rounds,
    rules,
)

_FUND = "funds/<str:fund>/"
_ID = "<str:public_id>/"


def _page(tail: str, view: Any, name: str, **options: Any) -> URLPattern:
    """One page of a fund; `:id` stands for the public id of a thing."""
    return path(_FUND + tail.replace(":id/", _ID), view.as_view(**options), name=name)


_RULES = [
    _page("rules/", rules.RulesPage, "rules"),
    _page("edit/", rules.FundEdit, "fund-edit"),
    _page("close/", closing.CloseBooks, "close"),
    _page("guidelines/new/", rules.GuidelineNew, "guideline-new"),
    _page("guidelines/:id/", rules.GuidelinePage, "guideline"),
    _page("guidelines/:id/edit/", rules.GuidelineEdit, "guideline-edit"),
    _page("guidelines/:id/adopt/", rules.GuidelineAdopt, "guideline-adopt"),
    _page("restrictions/new/", rules.RestrictionNew, "restriction-new"),
    _page("restrictions/:id/edit/", rules.RestrictionEdit, "restriction-edit"),
    _page("restrictions/:id/release/", rules.RestrictionRelease, "restriction-release"),
    _page("bank-accounts/new/", bank_lines.AccountNew, "account-new"),
    _page("outside/new/", promises.OutsideNew, "outside-new"),
]

_LEDGER = [
    _page("ledger/", funds.Journal, "ledger"),
    _page("trial-balance/", funds.TrialBalance, "trial-balance"),
    _page("ledger/:id/", funds.EntryPage, "entry"),
    _page("ledger/:id/reverse/", bank_lines.Reverse, "entry-reverse"),
]

_PROMISES = [
    _page("funders/", funders.FunderList, "funders"),
    _page("funders/new/", funders.FunderNew, "funder-new"),
    _page("funders/:id/", funders.FunderPage, "funder"),
    _page("funders/:id/edit/", funders.FunderEdit, "funder-edit"),
    _page("funders/:id/fit/", funders.FunderFit, "funder-fit"),
    _page("funders/:id/log/", funders.FunderStep, "funder-step"),
    _page("funders/:id/history/", funders.FunderHistory, "funder-history"),
    _page("funders/:id/pledge/", promises.PledgeNew, "pledge-new"),
    _page("pledges/", pledges.PledgeList, "pledges"),
    _page("pledges/:id/", pledges.PledgePage, "pledge"),
    _page("pledges/:id/edit/", promises.PledgeEdit, "pledge-edit"),
    _page("pledges/:id/amend/", promises.PledgeAmend, "pledge-amend"),
    _page("pledges/:id/sign/", promises.PledgeSign, "pledge-sign"),
    _page("pledges/:id/history/", bases.HistoryPage, "pledge-history", model=Pledge, of="funder__fund"),
    _page("instalments/:id/probability/", promises.Weigh, "instalment-weigh"),
    _page("instalments/:id/write-off/", promises.WriteOff, "instalment-write-off"),
]

_MONEY_IN = [
    _page("receipts/", pledges.ReceiptList, "receipts"),
    _page("receipts/upload/", files.ImportBankFile, "bank-file"),
    _page("receipts/:id/", money_in.ReceiptPage, "receipt"),
    _page("receipts/:id/match/", money_in.Match, "receipt-match"),
    _page("receipts/:id/confirm/", money_in.ConfirmMatch, "receipt-confirm"),
    _page("receipts/:id/assign/", money_in.Assign, "receipt-assign"),
    _page("receipts/:id/unassign/", money_in.Unassign, "receipt-unassign"),
    _page("receipts/:id/exchange/", money_in.Exchange, "receipt-exchange"),
    _page("receipts/:id/refund/", money_in.Refund, "receipt-refund"),
    _page("receipts/:id/issue/", money_in.Issue, "receipt-issue"),
    _page("bank-lines/", bank_lines.LineList, "bank-lines"),
    _page("bank-lines/new/", bank_lines.LineNew, "bank-line-new"),
    _page("bank-lines/:id/", bank_lines.LinePage, "bank-line"),
    _page("bank-lines/:id/fee/", bank_lines.Charge, "bank-line-charge"),
    _page("bank-lines/:id/payment/", bank_lines.Paid, "bank-line-paid"),
    _page("reconciliations/", closing.Reconciliations, "reconciliations"),
    _page("reconciliations/new/", closing.ReconciliationNew, "reconciliation-new"),
]

_ROUNDS = [
    _page("rounds/", rounds.RoundList, "rounds"),
    _page("rounds/new/", rounds.RoundNew, "round-new"),
    _page("rounds/:id/", grants.RoundPage, "round"),
    _page("rounds/:id/edit/", rounds.RoundEdit, "round-edit"),
    _page("rounds/:id/cancel/", rounds.RoundCancel, "round-cancel"),
    _page("rounds/:id/history/", bases.HistoryPage, "round-history", model=FundingRound),
    _page("rounds/:id/propose/", rounds.Propose, "proposal-new"),
    _page("rounds/:id/close-assessment/", rounds.CloseAssessment, "round-assessed"),
    _page("rounds/:id/recommend/", rounds.Recommend, "round-recommend"),
    _page("rounds/:id/decide/", rounds.Decide, "round-decide"),
    _page("rounds/:id/announce/", rounds.Announce, "round-announce"),
    _page("proposals/:id/", proposals.ProposalPage, "proposal"),
    _page("proposals/:id/assess/", proposals.Assess, "proposal-assess"),
    _page("proposals/:id/withdraw/", proposals.Withdraw, "proposal-withdraw"),
    _page("proposals/:id/put/", proposals.PutToBody, "proposal-put"),
    _page("proposals/:id/allocate/", proposals.AllocateProposal, "proposal-allocate"),
    _page("proposals/:id/history/", proposals.ProposalHistory, "proposal-history"),
    _page("allocations/new/", proposals.AllocationNew, "allocation-new"),
    _page("allocations/:id/", proposals.AllocationPage, "allocation"),
    _page("allocations/:id/close/", proposals.AllocationClose, "allocation-close"),
    _page("allocations/:id/award/", grant_acts.Award, "grant-new"),
]

_GRANTS = [
    _page("grants/", grants.GrantList, "grants"),
    _page("grants/:id/", grants.GrantPage, "grant"),
    _page("grants/:id/plan/", grant_acts.Plan, "grant-plan"),
    _page("grants/:id/send/", grant_acts.Send, "grant-send"),
    _page("grants/:id/sign/", grants.SignGrant, "grant-sign"),
    _page("grants/:id/activate/", grant_acts.Activate, "grant-activate"),
    _page("grants/:id/amend/", grant_acts.Amend, "grant-amend"),
    _page("grants/:id/suspend/", grant_acts.Suspend, "grant-suspend"),
    _page("grants/:id/wind-up/", grant_acts.WindUp, "grant-wind-up"),
    _page("grants/:id/close/", grant_acts.Close, "grant-close"),
    _page("grants/:id/terminate/", grant_acts.Terminate, "grant-terminate"),
    _page("grants/:id/account/", grant_acts.AccountNew, "payee-new"),
    _page("grants/:id/history/", grants.GrantHistory, "grant-history"),
    _page("conditions/:id/meet/", grant_acts.Meet, "condition-meet"),
    _page("tranches/:id/request/", grant_acts.Request, "payment-new"),
    _page("grantee-reports/:id/", grants.ReportPage, "grantee-report"),
    _page("grantee-reports/:id/write/", report_acts.Write, "grantee-report-write"),
    _page("grantee-reports/:id/return/", report_acts.Ask, "grantee-report-return"),
    _page("grantee-reports/:id/extend/", report_acts.Extend, "grantee-report-extend"),
    _page("grantee-reports/:id/waive/", report_acts.Waive, "grantee-report-waive"),
    _page("grantee-reports/:id/accept/", grants.AcceptReport, "grantee-report-accept"),
]

_PAYMENTS = [
    _page("payments/", payments.PaymentList, "payments"),
    _page("payments/files/", payment_acts.PaymentFiles, "payment-files"),
    _page("payments/files/new/", payment_acts.Instruct, "payment-instruct"),
    _page("payments/files/:id/take/", payment_acts.TakeFile, "payment-file-take"),
    _page("payments/accounts/", payees.Payees, "payees"),
    _page("payments/accounts/:id/confirm/", payees.ConfirmPayee, "payee-confirm"),
    _page("payments/accounts/:id/refuse/", payees.RefusePayee, "payee-refuse"),
    _page("payments/accounts/:id/look/", payees.LookPayee, "payee-look"),
    _page("payments/:id/", payments.PaymentPage, "payment"),
    _page("payments/:id/approve-programme/", payments.ApproveProgramme, "payment-approve-programme"),
    _page("payments/:id/approve-finance/", payment_acts.ApproveFinance, "payment-approve-finance"),
    _page("payments/:id/execute/", payments.Execute, "payment-execute"),
    _page("payments/:id/reconcile/", payment_acts.Reconcile, "payment-reconcile"),
    _page("payments/:id/return/", payment_acts.GiveBack, "payment-return"),
    _page("payments/:id/cancel/", payment_acts.Cancel, "payment-cancel"),
    _page("payments/:id/renew/", payment_acts.Renew, "payment-renew"),
    _page("payments/:id/history/", bases.HistoryPage, "payment-history", model=Payment),
]

_REPORTS = [
    _page("reports/", reports.ReportList, "reports"),
    _page("reports/new/", report_acts.FundReportNew, "report-new"),
    _page("reports/:id/", reports.ReportPage, "report"),
    _page("reports/:id/again/", report_acts.Reissue, "report-again"),
    _page("reports/:id/report.pdf", reports.ReportFile, "report-pdf", kind="pdf"),
    _page("reports/:id/report.xlsx", reports.ReportFile, "report-xlsx", kind="xlsx"),
    _page("360giving.json", files.OpenGrants, "open-grants"),
]

urlpatterns = [
    path("money/", money.Money.as_view(), name="money"),
    path("money/360giving.json", money.OpenMoney.as_view(kind="json"), name="money-json"),
    path("money/360giving.csv", money.OpenMoney.as_view(kind="csv"), name="money-csv"),
    path("funds/", funds.FundList.as_view(), name="funds"),
    path("funds/new/", rules.FundNew.as_view(), name="fund-new"),
    path(_FUND, funds.FundPage.as_view(), name="fund"),
    *_RULES,
    *_LEDGER,
    *_PROMISES,
    *_MONEY_IN,
    *_ROUNDS,
    *_GRANTS,
    *_PAYMENTS,
    *_REPORTS,
]
