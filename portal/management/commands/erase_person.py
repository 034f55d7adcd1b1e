"""`manage.py erase_person MAIL --by … --confirmed-by … --reason …`: makes somebody anonymous; nothing disappears."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Person
from accounts.services import erasure
from kernel.actor import Actor
from kernel.errors import DomainError
from portal import erased


class Command(BaseCommand):
    """Two administrators and a reason; a second time changes nothing."""

    help = "Make a person anonymous: name, address, ways in and mails go; facts stay under a pseudonym."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, by whom, why."""
        parser.add_argument("person", help="the mail address, or the public id")
        parser.add_argument("--by", required=True, help="the mail address of an administrator")
        parser.add_argument("--confirmed-by", required=True, help="the mail address of another administrator")
        parser.add_argument("--reason", required=True, help="why, in a sentence")

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase once; keep the id in the list that is replayed after an older backup."""
        person = self.find(options["person"])
        if person.erased_at is not None:
            self.stdout.write("This person was made anonymous already: nothing changed.")
            return
        by, confirmed_by = self.find(options["by"]), self.find(options["confirmed_by"])
        try:
            erasure.erase(
                actor=Actor.system(), person=person, reason=options["reason"], by=by, confirmed_by=confirmed_by
            )
        except DomainError as refusal:
            raise CommandError(str(refusal)) from None
        erased.remember(person.public_id)
        self.stdout.write(f"The row stays as {person}. Texts that people wrote may still name the person: read them.")

    def find(self, handle: str) -> Person:
        """The person of a mail address or id, or a sentence."""
        person = erasure.find(handle)
        if person is None:
            raise CommandError(f"Nobody has the mail address or public id {handle}: look at the list of accounts.")
        return person
