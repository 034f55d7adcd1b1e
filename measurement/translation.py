"""Which texts of measurement are kept in every language."""

from modeltranslation.translator import TranslationOptions, translator

from measurement.models import Category, Definition, Dimension, Measure, MeasureSet


class NameOptions(TranslationOptions):
    """A name in every language."""

    fields = ("name",)


class MeasureOptions(TranslationOptions):
    """Name and purpose."""

    fields = ("name", "purpose")


class DefinitionOptions(TranslationOptions):
    """The texts of a definition, and for each language where they stand."""

    fields = ("text", "counted", "source", "unit", "weight_name", "text_state")


translator.register(Measure, MeasureOptions)
translator.register(Definition, DefinitionOptions)
for model in (Dimension, Category, MeasureSet):
    translator.register(model, NameOptions)
