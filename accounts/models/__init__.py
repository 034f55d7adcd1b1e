"""Tables of accounts."""

from accounts.models.invitations import Invitation
from accounts.models.people import AdminTerm, Person
from accounts.models.tokens import ApiToken, IdempotencyKey, Scope

__all__ = ["AdminTerm", "ApiToken", "IdempotencyKey", "Invitation", "Person", "Scope"]
