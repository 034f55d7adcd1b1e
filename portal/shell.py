"""What stands around a page for one actor: the menu of its roles, its initiatives, its account.

Roles are read from grants; nothing here decides what may be done. Every address is resolved by name, so that a menu
line cannot lead nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from funding.selectors import money_page
from initiative.models import Initiative
from kernel import languages
from kernel.actor import Actor
from measurement.policies.rights import REVIEWERS
from partners.selectors import my_initiatives
from portal.navigation import Account, Choice, Group, Item

MOST_INITIATIVES = 6
ICONS = {"initiative": "school", "sphere": "sitemap"}


@dataclass(frozen=True)
class Shell:
    """The parts of the shell, by the names that the base templates read."""

    navigation: tuple[Group, ...] = ()
    initiatives: tuple[Choice, ...] = ()
    initiative_name: str = ""
    initiative_short_name: str = ""
    account: Account | None = None
    home_url: str = ""
    public_url: str = ""
    search_url: str = ""
    all_initiatives_url: str = ""
    public_home_url: str = ""


def build(
    actor: Actor, person: Any, initiative: Initiative | None, path: str, read: Sequence[Initiative] | None = None
) -> Shell:
    """The shell of a page. `initiative` is the one of the address, if any; `read`: the person's own, if the page has
    read them already.
    """
    public_home = reverse("portal:initiatives")
    if actor.is_public:
        return Shell(home_url=public_home, public_home_url=public_home, all_initiatives_url=public_home)
    rows = my_initiatives.of(actor, initiative) if read is None else read
    mine = sorted(rows, key=lambda row: (row.kind != "initiative", row.pk))
    here = initiative or (mine[0] if len(mine) == 1 else None)
    role, organisation = _role(actor, here, mine)
    return Shell(
        navigation=_menu(actor, here, path, mine),
        initiatives=tuple(
            Choice(
                reverse("portal:role-home", args=[row.slug]),
                (name := languages.text(row, "name")).value,
                name.language,
                ICONS[row.kind],
                current=here is not None and row.pk == here.pk,
            )
            for row in mine
        )
        if len(mine) > 1
        else (),
        initiative_name=str(languages.text(here, "name")) if here else "",
        initiative_short_name=str(languages.text(here, "short_name")) if here else "",
        account=Account(str(person), role, organisation, str(person)[:1], _account_links(actor, here, path)),
        home_url=reverse("portal:home"),
        public_url=reverse("portal:initiative", args=[here.slug]) if here else "",
        search_url=reverse("portal:search", args=[here.slug]) if here else "",
        all_initiatives_url=public_home,
        public_home_url=public_home,
    )


def public_menu(initiative: Initiative | None, path: str) -> tuple[Item, ...]:
    """The short menu of an initiative's open pages; the money has its line where a fund of the initiative is public."""
    if initiative is None:
        return ()
    home = reverse("portal:initiative", args=[initiative.slug])
    money = reverse("funding:money", args=[initiative.slug])
    lines = [
        Item(home, languages.text(initiative, "name").value),
        Item(f"{home}#results", _("Results")),
        Item(f"{home}#partners", _("Partners")),
        *([Item(money, _("The money"))] if money_page.is_told(initiative) else []),
        Item(reverse("portal:initiatives"), _("All initiatives")),
    ]
    return tuple(replace(line, current=line.url == path) for line in lines)


def footer() -> tuple[Item, ...]:
    """What stands under every page, whoever reads it."""
    return (
        Item(reverse("portal:initiatives"), _("All initiatives")),
        Item(reverse("portal:accessibility"), _("Accessibility statement")),
        Item(reverse("portal:privacy"), _("Privacy")),
    )


def _role(actor: Actor, initiative: Initiative | None, mine: Sequence[Initiative]) -> tuple[str, str]:
    if initiative is not None:
        return my_initiatives.role(actor, initiative, mine)
    return (str(_("System administration")), "") if actor.keys("accounts.admin") else ("", "")


# Who may propose to a round, sign a grant or ask for its money.
GRANTEES = tuple(f"partners.{one}" for one in ("representative", "alternate", "signatory", "finance_contact"))
# Who has a fund to read: its staff, its committee, the evaluator; funders by their part.
MONEY_CIRCLE = (
    "partners.director",
    "partners.coordinator",
    "partners.treasurer",
    "partners.evaluator",
    "working_groups.steering",
)


# Addresses that stand under a line of the menu without beginning like it; their crumbs lead there too.
BELOW = {
    "measurement:cycles": ("measurement:sets",),
    "measurement:measures": ("measurement:dimensions", "measurement:consents", "measurement:figures-new"),
    "partners:participations": ("partners:people", "partners:invitations"),
    "portal:cockpit": ("initiative:goals", "initiative:stages", "initiative:factors"),
    "initiative:goals": ("initiative:stages", "initiative:factors"),
    "working_groups:bodies": ("working_groups:all-meetings",),
}


class _Lines:
    """Collects menu lines; the current one is marked when they are told."""

    def __init__(self) -> None:
        self.lines: list[Item] = []
        self.below: dict[str, str] = {}  # the beginning of an address, and the line that it stands under

    def add(self, name: str, label: Any, icon: str, *args: Any, language: str = "") -> None:
        url = reverse(name, args=args)
        self.lines.append(Item(url, label, icon, language=language))
        self.below |= {url: url} | {reverse(one, args=args).removesuffix("new/"): url for one in BELOW.get(name, ())}

    def items(self, best: str) -> tuple[Item, ...]:
        return tuple(replace(item, current=item.url == best) for item in self.lines)


def _menu(actor: Actor, here: Initiative | None, path: str, mine: list[Initiative]) -> tuple[Group, ...]:
    own, common, staff = _Lines(), _Lines(), _Lines()
    if here is not None and actor.has(here.pk, "partners.initiative"):
        own.add("portal:role-home", _("What waits"), "home", here.slug)
    else:
        own.add("portal:home", _("What waits"), "home")
    if here is not None:
        is_staff = actor.has(here.pk, "partners.backbone")
        (_staff_lines if is_staff else _own_lines)(own, actor, here)
        _common_lines(common, actor, here, is_staff)
    else:
        for row in mine[:MOST_INITIATIVES]:
            name = languages.text(row, "name")
            common.add("portal:role-home", name.value, ICONS[row.kind], row.slug, language=name.language)
    if actor.keys("accounts.admin"):
        staff.add("accounts:operations", _("Operations"), "settings")
        staff.add("partners:initiative-new", _("Open an initiative"), "plus")
    below = own.below | common.below | staff.below
    best = below.get(max((start for start in below if path.startswith(start)), key=len, default=""), "")
    if path == reverse("portal:home"):  # it begins every address, so it is asked for by itself
        best = own.lines[0].url
    groups = (
        Group(_("Mine"), own.items(best)),
        Group(_("The initiative") if here is not None else _("My initiatives"), common.items(best)),
        Group(_("Administration"), staff.items(best)),
    )
    return tuple(group for group in groups if group.items)


def _own_lines(lines: _Lines, actor: Actor, here: Initiative) -> None:
    if actor.keys("partners.data_officer", "partners.representative", "partners.alternate", "partners.signatory"):
        lines.add("measurement:requests", _("Our reports"), "clipboard-list", here.slug)
    lines.add("working_groups:tasks", _("Tasks"), "list-check", here.slug)


def _common_lines(lines: _Lines, actor: Actor, here: Initiative, is_staff: bool) -> None:
    if not actor.has(here.pk, "partners.takes_part"):
        lines.add("portal:initiative", _("Results"), "chart-line", here.slug)
        return
    lines.add("portal:steering", _("Progress"), "chart-line", here.slug)
    lines.add("measurement:measures", _("Measures"), "target", here.slug)
    lines.add("working_groups:bodies", _("Committees and groups"), "users-group", here.slug)
    lines.add("working_groups:decisions", _("Decisions"), "scale", here.slug)
    lines.add("partners:participations", _("Partners"), "building", here.slug)
    if not is_staff:  # the backbone finds them on its cockpit
        lines.add("initiative:goals", _("Goals and stages"), "target-arrow", here.slug)
    if actor.has(here.pk, *MONEY_CIRCLE) or actor.keys("partners.funder", *GRANTEES):
        lines.add("funding:funds", _("Pooled funds"), "coins", here.slug)


def _staff_lines(lines: _Lines, actor: Actor, here: Initiative) -> None:
    lines.add("portal:cockpit", _("Cockpit"), "compass", here.slug)
    lines.add("measurement:cycles", _("Reporting cycles"), "calendar-event", here.slug)
    if actor.has(here.pk, *REVIEWERS):
        lines.add("measurement:reviews", _("Reviews"), "clipboard-check", here.slug)


def _runs(actor: Actor, here: Initiative | None) -> bool:
    return here is not None and actor.has(here.pk, "partners.director", "partners.coordinator")


def _account_links(actor: Actor, here: Initiative | None, path: str) -> tuple[Item, ...]:
    lines = _Lines()
    if here is not None and _runs(actor, here):
        lines.add("communication:digests", _("Digests"), "mail", here.slug)
        lines.add("initiative:settings", _("Settings of the initiative"), "settings", here.slug)
    lines.add("accounts:profile", _("My profile"), "user")
    lines.add("communication:mails", _("Mails and notices"), "bell")
    if settings.DEMO:  # mails of the demonstration stay in the portal
        lines.add("communication:mailbox", _("Mailbox of this persona"), "mail-opened")
    lines.add("accounts:security", _("Security"), "shield-lock")
    lines.add("accounts:tokens", _("API tokens"), "key")
    return lines.items(path)
