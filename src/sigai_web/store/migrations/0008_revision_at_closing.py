from django.db import migrations, models


class Migration(migrations.Migration):
    """A closed month notes the last revision that counted then: figures accepted later are late."""

    dependencies = [("store", "0007_register_with_history")]
    operations = [migrations.AddField("closedmonth", "revision", models.BigIntegerField(null=True))]
