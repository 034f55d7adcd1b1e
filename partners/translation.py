"""Which texts of partners are kept in every language."""

from modeltranslation.translator import TranslationOptions, translator

from partners.models import Contact, Organisation


class OrganisationOptions(TranslationOptions):
    """Its name and what it says about itself."""

    fields = ("name", "about")


class ContactOptions(TranslationOptions):
    """A person's name needs one language, not both."""

    fields = ("name",)


translator.register(Organisation, OrganisationOptions)
translator.register(Contact, ContactOptions)
