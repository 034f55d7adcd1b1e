"""Goals of the common agenda and factors of the road map: two trees of one shape.

Measures and money point at them from above.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from initiative.models.initiatives import Initiative
from initiative.querysets import InsideQuerySet
from kernel import languages
from kernel.models import Created, PublicId, Versioned, required


class Branch(PublicId, Created, Versioned):
    """What a goal and a factor are alike: a name in a tree of the initiative, at its place."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="%(class)ss")
    name = models.CharField(_("name"), max_length=200)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    position = models.PositiveSmallIntegerField(default=0)

    objects = InsideQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            required("name", "%(class)s"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="%(class)s_is_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return str(languages.text(self, "name"))


class Goal(Branch):
    """Reference. What the initiative wants to reach; a sub-goal names its parent."""


class Factor(Branch):
    """Reference. A factor of the road map that success depends on."""
