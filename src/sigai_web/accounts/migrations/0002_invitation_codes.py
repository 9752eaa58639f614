"""An invitation opens nothing without the code that the security administrator hands out; open ones need one, too."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accounts", "0001_initial")]

    operations: ClassVar[list[object]] = [
        migrations.AddField("invitation", "needs_code", models.BooleanField(default=True)),
        migrations.AddField("invitation", "code_digest", models.CharField(blank=True, default="", max_length=64)),
        migrations.AddField("invitation", "wrong_codes", models.IntegerField(default=0)),
    ]
