"""Tables of measurement, one module a noun."""

from measurement.models.cycles import Cycle, CycleState
from measurement.models.definitions import Aggregation, Definition, DefinitionState, Frequency
from measurement.models.dimensions import Category, Combination, Dimension
from measurement.models.drafts import DraftValue, StagedValue, Upload, UploadKind, UploadState
from measurement.models.figures import PublicFigure, Target
from measurement.models.measures import Direction, Level, Measure
from measurement.models.publication import Audience, Consent, Grain, Publication
from measurement.models.requests import (
    FILLABLE,
    OWED,
    Excuse,
    Reminder,
    ReportingRequest,
    RequestedMeasure,
    RequestState,
)
from measurement.models.rollups import Rollup, StaleSlice
from measurement.models.rules import ReportingRules
from measurement.models.sets import Assignment, MeasureSet
from measurement.models.stamps import Blank, Quality
from measurement.models.submissions import Question, Reply, ReportedValue, Submission
from measurement.models.values import Correction, CorrectionState, Value

__all__ = [
    "FILLABLE",
    "OWED",
    "Aggregation",
    "Assignment",
    "Audience",
    "Blank",
    "Category",
    "Combination",
    "Consent",
    "Correction",
    "CorrectionState",
    "Cycle",
    "CycleState",
    "Definition",
    "DefinitionState",
    "Dimension",
    "Direction",
    "DraftValue",
    "Excuse",
    "Frequency",
    "Grain",
    "Level",
    "Measure",
    "MeasureSet",
    "PublicFigure",
    "Publication",
    "Quality",
    "Question",
    "Reminder",
    "Reply",
    "ReportedValue",
    "ReportingRequest",
    "ReportingRules",
    "RequestState",
    "RequestedMeasure",
    "Rollup",
    "StagedValue",
    "StaleSlice",
    "Submission",
    "Target",
    "Upload",
    "UploadKind",
    "UploadState",
    "Value",
]
