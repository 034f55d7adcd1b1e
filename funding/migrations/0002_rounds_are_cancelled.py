"""A round that nobody answered may be cancelled."""

from django.db import migrations, models

STATES = {
    "opened": "Open",
    "assessed": "Assessed",
    "recommended": "Recommended",
    "decided": "Decided",
    "announced": "Announced",
    "cancelled": "Cancelled",
}


class Migration(migrations.Migration):
    """One state more."""

    dependencies = [("funding", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("fundinground", "fundinground_state_is_known"),
        migrations.AlterField(
            "fundinground",
            "state",
            models.CharField(max_length=12, choices=list(STATES.items()), default="opened"),
        ),
        migrations.AddConstraint(
            "fundinground",
            models.CheckConstraint(
                condition=models.Q(state__in=list(STATES)),
                name="fundinground_state_is_known",
            ),
        ),
    ]
