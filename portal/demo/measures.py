"""The demo's 25 measures of the 5x2 initiative.

The three population measures follow public series of the Ministry of Education (see figures.py); what partners report
is fictional.
"""

from portal.demo.measure_seeds import MeasureSeed
from portal.demo.measures_partners import PARTNERS_MEASURES
from portal.demo.measures_pupils import PUPILS_MEASURES

MEASURES: tuple[MeasureSeed, ...] = (*PUPILS_MEASURES, *PARTNERS_MEASURES)
