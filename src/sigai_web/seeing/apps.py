"""The app of results and instructions, for Django's settings."""

from django.apps import AppConfig


class SeeingConfig(AppConfig):
    """Tells the journal which tables of instructions it proves."""

    name = "sigai_web.seeing"
    label = "seeing"

    def ready(self) -> None:
        """Declare the tables, once Django has loaded the models."""
        from sigai_web.journal.declaring import declare
        from sigai_web.seeing.models import Instruction, InstructionReply

        declare(Instruction)
        declare(InstructionReply)
