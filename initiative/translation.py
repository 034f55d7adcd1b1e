"""Which texts of an initiative are kept in every language."""

from modeltranslation.translator import TranslationOptions, translator

from initiative.models import Factor, Goal, Initiative, Stage


class InitiativeOptions(TranslationOptions):
    """The initiative's own names."""

    fields = ("name", "short_name", "sender_name")


class NameOptions(TranslationOptions):
    """A name."""

    fields = ("name",)


translator.register(Initiative, InitiativeOptions)
translator.register([Stage, Goal, Factor], NameOptions)
