from django.db import migrations

VIEW = """
CREATE VIEW figure_current AS
SELECT f.* FROM figure_revision f
WHERE NOT EXISTS (
    SELECT 1 FROM figure_revision later
    WHERE later.entity = f.entity AND later.measure = f.measure AND later.period = f.period
      AND later.revision > f.revision
)
"""


class Migration(migrations.Migration):
    """The figures that count, as a view."""

    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunSQL(VIEW, "DROP VIEW figure_current")]
