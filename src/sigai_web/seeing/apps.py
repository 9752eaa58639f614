from django.apps import AppConfig


class SeeingConfig(AppConfig):
    name = "sigai_web.seeing"
    label = "seeing"

    def ready(self) -> None:
        from sigai_web.journal.declaring import prove
        from sigai_web.seeing.models import Instruction, InstructionReply

        prove(Instruction)
        prove(InstructionReply)
