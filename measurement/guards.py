"""What the database itself refuses on this floor: facts are append-only, facts with a life keep all but their state."""

from kernel.guards import Guard

_DEFINITION = (
    "measure_id", "version", "text_he", "text_en", "counted_he", "counted_en", "source_he", "source_en", "unit_he",
    "unit_en", "weight_name_he", "weight_name_en", "aggregation", "frequency", "counts_people", "decimals", "lowest",
    "highest", "minutes", "cells", "live_on",
)  # fmt: skip

GUARDS = (
    Guard("measurement_requestedmeasure"),
    Guard("measurement_reminder"),
    Guard(
        "measurement_submission",
        frozen=("request_id", "round", "narrative", "minutes", "by_id", "mandate_id", "at", "prepared_by_id"),
    ),
    Guard("measurement_reportedvalue"),
    Guard("measurement_reply"),
    Guard("measurement_value"),
    Guard("measurement_publicfigure"),
    Guard("measurement_target"),
    Guard("measurement_publication"),
    Guard("measurement_consent"),
    Guard("measurement_combination"),
    Guard("measurement_category", frozen=("dimension_id", "code"), deletable=True),
    Guard("measurement_dimension", frozen=("initiative_id", "code"), deletable=True),
    # A draft of a definition may be edited and dropped; from the day it is live it is a fact.
    Guard("measurement_definition", frozen=_DEFINITION, when="OLD.state IN ('live', 'superseded')"),
)
