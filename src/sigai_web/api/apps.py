"""The app of the API, for Django's settings."""

from __future__ import annotations

from sigai_web.manifests import App, Manifest


class ApiConfig(App):
    """Tells the journal which tables of the API it proves, and which not, with the reason."""

    name = "sigai_web.api"
    label = "api"

    def ready(self) -> None:
        """Declare the tables, once Django has loaded the models."""
        from sigai_web.api.models import Answer, ApiToken
        from sigai_web.journal.declaring import declare, declare_left_out

        use = {"last_used_at": "changes with every use; opens nothing"}
        declare(ApiToken, secret=("digest", "nonce"), unproven=use)
        declare_left_out(Answer, "what was answered to a request, for a week, so that it is not carried out twice")

    def manifest(self) -> Manifest:
        """What this app brings; imported once Django is set up."""
        from sigai_web.api.app import MANIFEST

        return MANIFEST
