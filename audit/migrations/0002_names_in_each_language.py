"""What an entry calls its subject, in each language of the portal."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that older entries leave empty."""

    dependencies = [("audit", "0001_initial")]

    operations = [migrations.AddField("entry", "names", models.JSONField(null=True))]
