from django.db import migrations, models


class Migration(migrations.Migration):
    """What all readers of a ledger find a record by, kept beside it; set-up fills it in."""

    dependencies = [("store", "0011_held_keys")]
    operations = [
        migrations.AddField(model_name="currentrecord", name="opened_search", field=models.TextField(default="")),
    ]
