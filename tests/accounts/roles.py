"""A floor above, for the tests of invitations."""


def invited_roles(person_id):
    return [f"role of {person_id}"]
