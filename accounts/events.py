"""The kinds of entries that accounts writes.

A change of a way to sign in tells its person by a mail of its own, at once and through quiet hours; so its entry has no
audience that a digest would tell again.
"""

from django.utils.translation import gettext_lazy as _

from audit.kinds import Kind, name_values, register

register(
    Kind("accounts.person.created", _("Person entered")),
    Kind("accounts.person.changed", _("Profile changed")),
    Kind("accounts.person.joined", _("Person joined")),
    Kind("accounts.person.suspended", _("Account closed"), audience=("accounts.admin",)),
    Kind("accounts.person.resumed", _("Account opened again"), audience=("accounts.admin",)),
    Kind("accounts.person.erased", _("Person made anonymous"), audience=("accounts.admin",)),
    Kind("accounts.person.data_taken", _("Personal data taken along")),
    Kind("accounts.admin_term.changed", _("Term of an administrator changed"), audience=("accounts.admin",)),
    Kind("accounts.invitation.sent", _("Invitation sent")),
    Kind("accounts.invitation.accepted", _("Invitation accepted")),
    Kind("accounts.invitation.declined", _("Invitation declined")),
    Kind("accounts.invitation.withdrawn", _("Invitation withdrawn")),
    Kind("accounts.token.created", _("Token made")),
    Kind("accounts.token.revoked", _("Token revoked")),
    Kind("accounts.factor.changed", _("Way of signing in changed")),
    Kind("accounts.session.ended", _("Sessions ended")),
    Kind("accounts.sign_in.succeeded", _("Signed in")),
    Kind("accounts.sign_in.failed", _("Sign-in refused")),
)

# Words of the history for what an entry tells and no column holds.
WORDS = (_("method"), _("what"), _("sessions"), _("scopes"), _("confirmed by"))
name_values(
    "method",
    {
        "password": _("Password"),
        "code": _("A code by mail"),
        "password_reset": _("A new password by mail"),
        "mfa": _("A second factor"),
        "totp": _("Authenticator app"),
        "webauthn": _("Passkey"),
        "recovery_codes": _("Recovery codes"),
        "socialaccount": _("An outside account"),
        "invitation": _("An invitation"),
        "session": _("An open session"),
        "demo": _("One click, in the demonstration"),
    },
)
