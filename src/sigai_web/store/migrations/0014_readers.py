from django.db import migrations, models


class Migration(migrations.Migration):
    """What all readers of a ledger find a record by, kept beside it; set-up fills it in."""

    dependencies = [("store", "0013_what_belongs_to_another")]
    operations = [
        migrations.RemoveIndex(model_name="currentrecord", name="record_ledger_state"),
        migrations.AddIndex(
            model_name="currentrecord",
            index=models.Index(fields=["ledger", "state", "due", "withdrawn", "record"], name="record_ledger_counts"),
        ),
        migrations.AddField(model_name="currentrecord", name="opened_search", field=models.TextField(default="")),
    ]
