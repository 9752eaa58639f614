from django.db import migrations, models

COLUMNS = [f"sort_{n}" for n in range(1, 9)]


class Migration(migrations.Migration):
    """What lists are ordered by, kept beside the records, and whose they are by ledger; set-up fills it in."""

    dependencies = [("store", "0014_readers")]
    operations = [
        *(
            migrations.AddField(
                model_name="currentrecord", name=column, field=models.CharField(max_length=60, null=True)
            )
            for column in COLUMNS
        ),
        migrations.AddIndex(
            model_name="currentrecord",
            index=models.Index(
                fields=["ledger", "withdrawn", "number", "state", "due", "area", "day", *COLUMNS, "record"],
                name="record_listed",
            ),
        ),
        migrations.AddField(
            model_name="recordparty",
            name="ledger",
            field=models.CharField(max_length=60, default=""),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="recordparty",
            index=models.Index(fields=["ledger", "unit", "record"], name="record_party_ledger_unit"),
        ),
        migrations.AddIndex(
            model_name="recordparty",
            index=models.Index(fields=["ledger", "place", "record"], name="record_party_ledger_place"),
        ),
    ]
