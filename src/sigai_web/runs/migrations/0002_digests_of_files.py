from django.db import migrations, models


class Migration(migrations.Migration):
    """The digests of the files that runs and bulletins keep; what was kept before has none."""

    dependencies = [("runs", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="bulletin",
            name="file_digest",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(model_name="run", name="files", field=models.JSONField(default=dict)),
    ]
