"""How a number is broken down: dimensions, their categories, and the combinations that cells are known by."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel import languages
from kernel.models import required
from measurement.querysets import TakesPart, ThroughDimension


class Dimension(models.Model):
    """Reference. One way to break down (sex, district). If complete, its categories make the whole."""

    initiative = models.ForeignKey("initiative.Initiative", on_delete=models.PROTECT, related_name="dimensions")
    code = models.SlugField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=80)
    is_complete = models.BooleanField(_("its categories make the whole"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    objects = TakesPart.as_manager()

    class Meta:
        constraints = [
            required("name", "dimension"),
            models.UniqueConstraint(fields=["initiative", "code"], name="dimension_code_once_in_initiative"),
            models.CheckConstraint(condition=~Q(code=""), name="dimension_has_code"),
        ]

    def __str__(self) -> str:
        return str(languages.text(self, "name"))


class Category(models.Model):
    """Reference. One part of a dimension (female, north)."""

    dimension = models.ForeignKey("measurement.Dimension", on_delete=models.PROTECT, related_name="categories")
    code = models.SlugField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    objects = ThroughDimension.as_manager()

    class Meta:
        constraints = [
            required("name", "category"),
            models.UniqueConstraint(fields=["dimension", "code"], name="category_code_once_in_dimension"),
            models.CheckConstraint(condition=~Q(code=""), name="category_has_code"),
        ]

    def __str__(self) -> str:
        return str(languages.text(self, "name"))


class Combination(models.Model):
    """Reference, immutable. The key of a cell: `district=north;sex=f`, dimensions by their codes; the total is "".

    Its words are made of the categories' names when it is shown (`selectors.cells`).
    """

    initiative = models.ForeignKey("initiative.Initiative", on_delete=models.PROTECT, related_name="combinations")
    code = models.CharField(max_length=200, blank=True)

    objects = TakesPart.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "code"], name="combination_code_once_in_initiative")
        ]

    def __str__(self) -> str:
        return self.code
