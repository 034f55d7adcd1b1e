"""Who may do what on this floor, and why not (`model.md` 6).

Every function answers with a reason that a page shows beside the greyed button. Rights come from grants valid today;
states are part of the answer. A query stands only where a rule needs the submissions or open questions of one report,
and only if the caller has not brought the answer along.
"""

from measurement.policies import cycles, measures, requests, reviews, uploads

__all__ = ["cycles", "measures", "requests", "reviews", "uploads"]
