"""The kinds of entries that this floor writes."""

from django.utils.translation import gettext_lazy as _

from audit.kinds import Kind, register

register(
    Kind("initiative.initiative.created", _("Initiative opened"), audience=("initiative.director",)),
    Kind("initiative.initiative.changed", _("Settings of the initiative changed"), audience=("initiative.director",)),
    Kind(
        "initiative.stage.entered",
        _("A stage was entered"),
        audience=("initiative.all",),
        line=_("The initiative entered the stage %(title)s."),
    ),
    Kind("initiative.stage.changed", _("Stage changed")),
    Kind("initiative.goal.created", _("Goal added"), audience=("initiative.director", "initiative.coordinator")),
    Kind("initiative.goal.changed", _("Goal changed"), audience=("initiative.director", "initiative.coordinator")),
    Kind("initiative.goal.removed", _("Goal removed"), audience=("initiative.director", "initiative.coordinator")),
    Kind("initiative.factor.created", _("Factor added"), audience=("initiative.director", "initiative.coordinator")),
    Kind("initiative.factor.changed", _("Factor changed"), audience=("initiative.director", "initiative.coordinator")),
    Kind("initiative.factor.removed", _("Factor removed"), audience=("initiative.director", "initiative.coordinator")),
)
