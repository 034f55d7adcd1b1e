"""Which texts of the fund are kept in every language."""

from modeltranslation.translator import TranslationOptions, translator

from funding.models import Criterion, Fund, FundingRound, Guideline, Restriction


class NameOptions(TranslationOptions):
    """A name in every language."""

    fields = ("name",)


class GuidelineOptions(TranslationOptions):
    """The guidelines' text, and for each language where it stands."""

    fields = ("text", "text_state")


translator.register(Guideline, GuidelineOptions)
for model in (Fund, Criterion, Restriction, FundingRound):
    translator.register(model, NameOptions)
