"""Which texts of this floor are kept in every language."""

from modeltranslation.translator import TranslationOptions, translator

from working_groups.models import Body, Decision, Meeting, Minutes, MinutesVersion


class BodyOptions(TranslationOptions):
    """The name is required in the default language, the topic in none."""

    fields = ("name", "topic")


class MeetingOptions(TranslationOptions):
    """The topic may be empty."""

    fields = ("topic",)


class GovernedTextOptions(TranslationOptions):
    """A governed text, with a state of its own in each language."""

    fields = ("text", "text_state")


class VersionOptions(TranslationOptions):
    """The text as it was approved."""

    fields = ("text",)


translator.register(Body, BodyOptions)
translator.register(Meeting, MeetingOptions)
translator.register(Minutes, GovernedTextOptions)
translator.register(Decision, GovernedTextOptions)
translator.register(MinutesVersion, VersionOptions)
