"""Which texts of accounts are kept in every language."""

from modeltranslation.translator import TranslationOptions, translator

from accounts.models import Person


class PersonOptions(TranslationOptions):
    """A person's name needs one language, not both."""

    fields = ("name",)


translator.register(Person, PersonOptions)
