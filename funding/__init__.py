"""The pooled fund: funders, pledges, receipts, allocations, grants, payments, postings, reports.

Built whole with its own issue; until then no page leads here.
"""
