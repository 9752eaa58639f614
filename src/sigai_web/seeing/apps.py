from django.apps import AppConfig


class SeeingConfig(AppConfig):
    name = "sigai_web.seeing"
    label = "seeing"

    def ready(self) -> None:
        from sigai_web.journal.declaring import declare
        from sigai_web.seeing.models import Instruction, InstructionReply

        declare(Instruction)
        declare(InstructionReply)
