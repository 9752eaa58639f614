from django.db import migrations, models


class Migration(migrations.Migration):
    """A text of the programme's content is kept however long it is."""

    dependencies = [("ledgers", "0001_documents")]
    operations = [migrations.AlterField("attachment", "evidence", models.TextField(blank=True))]
