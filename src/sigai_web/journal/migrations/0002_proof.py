from django.db import migrations, models


class Migration(migrations.Migration):
    """What an entry tells of the rows that its change wrote. Entries from before tell nothing, and keep their seals."""

    dependencies = [("journal", "0001_initial")]
    operations = [
        migrations.AddField(model_name="journalentry", name="proof", field=models.TextField(blank=True, default=""))
    ]
