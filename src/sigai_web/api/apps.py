from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "sigai_web.api"
    label = "api"

    def ready(self) -> None:
        from sigai_web.api.models import Answer, ApiToken
        from sigai_web.journal.declaring import declare, declare_left_out

        use = {"last_used_at": "changes with every use; opens nothing"}
        declare(ApiToken, secret=("digest", "nonce"), unproven=use)
        declare_left_out(Answer, "what was answered to a request, for a week, so that it is not carried out twice")
