from __future__ import annotations

from sigai_web.manifests import App, Manifest


class SeeingConfig(App):
    name = "sigai_web.seeing"
    label = "seeing"

    def ready(self) -> None:
        from sigai_web.journal.declaring import declare
        from sigai_web.seeing.models import Instruction, InstructionReply

        declare(Instruction)
        declare(InstructionReply)

    def manifest(self) -> Manifest:
        from sigai_web.seeing.app import MANIFEST

        return MANIFEST
