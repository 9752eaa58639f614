"""What the journal proves of messages: nothing. They repeat what its entries tell, and nothing counts on them."""

from __future__ import annotations

from sigai_web.journal.declaring import declare_left_out
from sigai_web.messages.models import Contact, Delivery, Message


def say() -> None:
    """Say it; called when the app is ready."""
    declare_left_out(Message, "repeats to a person what an entry of the journal tells; nothing counts on it")
    declare_left_out(Delivery, "what became of messages on their way; nothing counts on it")
    declare_left_out(Contact, "how a person wants to be reached: their own; that it changed the journal says")
