"""One organisation: its profile, its parts in the initiatives one may see, its contacts, the documents."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kernel import languages
from kernel.actor import Actor
from partners.models import Contact, Mandate, Organisation, Participation, ParticipationState
from partners.selectors.directory import COLOURED, LOOK


@dataclass(frozen=True)
class Profile:
    """What an organisation says of itself, as every page shows it."""

    name: languages.Text
    names: dict[str, str]
    about: languages.Text
    sector: str
    sector_label: Any
    facts: tuple[tuple[str, Any], ...]
    website: str
    mail: str
    telephone: str
    is_demo: bool


@dataclass(frozen=True)
class Part:
    """Its part in one initiative."""

    initiative: languages.Text
    url: str
    kind_label: Any
    state_label: Any
    state_look: str
    state_icon: str
    since: Any
    until: Any


def profile(organisation: Organisation) -> Profile:
    """The profile of an organisation that the caller has scoped."""
    about = languages.text(organisation, "about")
    facts = (
        ("kind", organisation.get_kind_display()),
        ("registration_no", organisation.registration_no),
        ("district", organisation.get_district_display() if organisation.district else ""),
        ("size", organisation.get_size_display() if organisation.size else ""),
    )
    return Profile(
        name=languages.text(organisation, "name"),
        names=languages.values(organisation, "name"),
        about=about,
        sector=organisation.sector if organisation.sector in COLOURED else "",
        sector_label=organisation.get_sector_display(),
        facts=facts,
        website=organisation.website if organisation.website.startswith(("http://", "https://")) else "",
        mail=organisation.mail,
        telephone=organisation.telephone,
        is_demo=organisation.is_demo,
    )


def parts(actor: Actor, organisation: Organisation) -> list[Part]:
    """Its participations that the actor may see, open ones first."""
    rows = (
        Participation.objects.visible_to(actor)
        .filter(organisation=organisation)
        .select_related("initiative", "organisation")
        .order_by("-starts_on", "pk")
    )
    out = []
    for row in sorted(rows, key=lambda row: not row.is_open):
        look, icon = LOOK[ParticipationState(row.state)]
        out.append(
            Part(
                initiative=languages.text(row.initiative, "name"),
                url=row.get_absolute_url(),
                kind_label=row.get_kind_display(),
                state_label=row.get_state_display(),
                state_look=look,
                state_icon=icon,
                since=row.starts_on,
                until=row.ends_on,
            )
        )
    return out


def contacts(actor: Actor, organisation: Organisation) -> list[Contact]:
    """Its contacts that the actor may see."""
    rows: Iterable[Contact] = Contact.objects.visible_to(actor).filter(organisation=organisation)
    return sorted(rows, key=lambda row: (str(row).lower(), row.pk))


def subjects_of(actor: Actor, participation: Participation) -> list[Any]:
    """Whose entries make the history of a partner: itself, its organisation, its mandates as far as they are seen."""
    mandates = Mandate.objects.visible_to(actor).filter(participation=participation).select_related("person")
    organisation = [participation.organisation] if participation.organisation_id else []
    return [participation, *organisation, *mandates]
