"""`manage.py create_admin --email …`: the first administrator, by a link on the terminal, once, for 15 minutes."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import translation

from accounts.services import admins, invitations, people
from kernel import languages
from kernel.actor import Actor
from kernel.errors import DomainError

LASTS = timedelta(minutes=15)


class Command(BaseCommand):
    """Makes somebody an administrator and prints the link. A set-up page on the web would be a race."""

    help = "Make somebody an administrator; prints a link that works once, for 15 minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Address, name, language."""
        parser.add_argument("--email", required=True, help="the mail address of the person")
        parser.add_argument("--name", default="", help="the name; the first part of the address if left out")
        parser.add_argument("--language", default=languages.default(), choices=languages.codes())

    def handle(self, *args: Any, **options: Any) -> None:
        """Enter the person, give the term, print the link."""
        actor = Actor.system()
        language = options["language"]
        name = options["name"] or options["email"].split("@")[0]
        try:
            with transaction.atomic(), translation.override(language):
                person = people.ensure(actor=actor, email=options["email"], name={language: name}, language=language)
                admins.grant(actor=actor, person=person)
                if person.joined_at is not None:
                    self.stdout.write("This person has an account and administers the portal now: sign in as usual.")
                    return
                _invitation, token = invitations.issue_link(actor=actor, person=person, lasts=LASTS)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write("Open this link within 15 minutes; it works once:")
        self.stdout.write(invitations.link(token, language))
