"""Pages of the fund inside an initiative."""

from django.urls import path

from funding.models import Grant, Payment, Pledge
from funding.views import bases, files, funds, grants, payments, pledges, reports

_FUND = "funds/<str:fund>/"

urlpatterns = [
    path("funds/", funds.FundList.as_view(), name="funds"),
    path(_FUND, funds.FundPage.as_view(), name="fund"),
    path(f"{_FUND}ledger/", funds.Journal.as_view(), name="ledger"),
    path(f"{_FUND}trial-balance/", funds.TrialBalance.as_view(), name="trial-balance"),
    path(f"{_FUND}ledger/<str:public_id>/", funds.EntryPage.as_view(), name="entry"),
    path(f"{_FUND}pledges/", pledges.PledgeList.as_view(), name="pledges"),
    path(f"{_FUND}pledges/<str:public_id>/", pledges.PledgePage.as_view(), name="pledge"),
    path(f"{_FUND}pledges/<str:public_id>/sign/", pledges.SignPledge.as_view(), name="pledge-sign"),
    path(
        f"{_FUND}pledges/<str:public_id>/history/",
        bases.HistoryPage.as_view(model=Pledge, of="funder__fund"),
        name="pledge-history",
    ),
    path(f"{_FUND}receipts/upload/", files.ImportBankFile.as_view(), name="bank-file"),
    path(f"{_FUND}360giving.json", files.OpenGrants.as_view(), name="open-grants"),
    path(f"{_FUND}receipts/", pledges.ReceiptList.as_view(), name="receipts"),
    path(f"{_FUND}rounds/<str:public_id>/", grants.RoundPage.as_view(), name="round"),
    path(f"{_FUND}grants/", grants.GrantList.as_view(), name="grants"),
    path(f"{_FUND}grants/<str:public_id>/", grants.GrantPage.as_view(), name="grant"),
    path(f"{_FUND}grants/<str:public_id>/sign/", grants.SignGrant.as_view(), name="grant-sign"),
    path(f"{_FUND}grants/<str:public_id>/history/", bases.HistoryPage.as_view(model=Grant), name="grant-history"),
    path(f"{_FUND}grantee-reports/<str:public_id>/", grants.ReportPage.as_view(), name="grantee-report"),
    path(
        f"{_FUND}grantee-reports/<str:public_id>/accept/", grants.AcceptReport.as_view(), name="grantee-report-accept"
    ),
    path(f"{_FUND}payments/", payments.PaymentList.as_view(), name="payments"),
    path(f"{_FUND}payments/<str:public_id>/", payments.PaymentPage.as_view(), name="payment"),
    path(
        f"{_FUND}payments/<str:public_id>/approve-programme/",
        payments.ApproveProgramme.as_view(),
        name="payment-approve-programme",
    ),
    path(
        f"{_FUND}payments/<str:public_id>/approve-finance/",
        payments.ApproveFinance.as_view(),
        name="payment-approve-finance",
    ),
    path(f"{_FUND}payments/<str:public_id>/execute/", payments.Execute.as_view(), name="payment-execute"),
    path(f"{_FUND}payments/<str:public_id>/history/", bases.HistoryPage.as_view(model=Payment), name="payment-history"),
    path(f"{_FUND}reports/", reports.ReportList.as_view(), name="reports"),
    path(f"{_FUND}reports/<str:public_id>/", reports.ReportPage.as_view(), name="report"),
]
