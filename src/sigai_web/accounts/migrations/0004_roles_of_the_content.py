"""Roles are those of every site and those of the content: the column holds any."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_sent_forms")]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(max_length=30),
        ),
    ]
