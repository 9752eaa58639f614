from django.db import migrations


class Migration(migrations.Migration):
    """Reminders are messages, which have a table of their own; what was put out before, the journal says."""

    dependencies = [("reporting", "0004_reminders_of_things")]

    operations = [migrations.DeleteModel(name="Reminder")]
