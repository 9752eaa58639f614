from django.db import migrations, models


class Migration(migrations.Migration):
    """A text of the programme's content is kept however long it is."""

    dependencies = [("runs", "0002_digests_of_files")]
    operations = [migrations.AlterField("bulletin", "title", models.TextField())]
