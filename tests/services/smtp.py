"""A real SMTP server on this machine whose behaviour a test scripts, and the mailbox behind it.

Each connection takes one fault off the plan and shows it at its stage; with an empty plan every mail is accepted. The
mailbox shows one mail for each Message-ID, as people's mailboxes do; what was received counts every delivery.
"""

import asyncio
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import Enum
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

STALL_SECONDS = 60.0
"""Longer than any client of the tests waits."""


class Stage(Enum):
    """Where in a conversation a fault shows."""

    GREETING = "greeting"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    TEXT = "text"
    """After the text, which is not accepted."""
    ACCEPTED = "accepted"
    """After the text was accepted, before the client is told so."""
    ANSWERED = "answered"
    """After the client was told that the mail is accepted."""


@dataclass(frozen=True)
class Fault:
    """What goes wrong at a stage: a reply ("451 …"), or silence until the client gives up, or a dropped line."""

    stage: Stage
    reply: str = ""
    stall: bool = False

    def __str__(self) -> str:
        return f"{self.stage.value}-{self.reply[:3] or ('stall' if self.stall else 'drop')}"


@dataclass
class MailServer:
    """The running server: where it listens, what it does wrong next, what it received."""

    port: int = 0
    plan: deque[Fault] = field(default_factory=deque)
    received: list[EmailMessage] = field(default_factory=list)
    connections: int = 0

    def shown(self) -> dict[str, EmailMessage]:
        """Return the mailbox as its owner sees it: one mail for each Message-ID."""
        return {str(letter["Message-ID"]): letter for letter in self.received}

    def wait_for(self, count: int, seconds: float = 20) -> bool:
        """Wait until the mailbox shows so many mails."""
        until = time.monotonic() + seconds
        while len(self.shown()) < count and time.monotonic() < until:
            time.sleep(0.1)
        return len(self.shown()) >= count


class _Conversation(SMTP):
    """One connection: the protocol as aiosmtpd speaks it, and the fault of this connection."""

    def __init__(self, mailbox: MailServer, **options: Any) -> None:
        super().__init__(_Mailbox(mailbox), **options)
        self.mailbox = mailbox
        self.fault: Fault | None = None

    async def _handle_client(self) -> None:
        self.mailbox.connections += 1
        self.fault = self.mailbox.plan.popleft() if self.mailbox.plan else None
        if reply := await self.fail(Stage.GREETING):
            await self.push(reply)
            self.transport.close()  # type: ignore[union-attr]
            return
        if not self.transport.is_closing():  # type: ignore[union-attr]
            await super()._handle_client()

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name for the command
        if reply := await self.fail(Stage.DATA):
            await self.push(reply)
            return
        await super().smtp_DATA(arg)
        await self.fail(Stage.ANSWERED)

    async def fail(self, stage: Stage) -> str:
        """Show the fault when this is its stage; return the reply it consists of."""
        if self.fault is None or self.fault.stage is not stage:
            return ""
        if self.fault.reply:
            return self.fault.reply
        if self.fault.stall:
            await asyncio.sleep(STALL_SECONDS)
        self.transport.abort()  # type: ignore[union-attr]
        return "421 gone"


class _Mailbox:
    """aiosmtpd's hooks: accept everything that no fault refuses, and keep it."""

    def __init__(self, mailbox: MailServer) -> None:
        self.mailbox = mailbox

    async def handle_MAIL(  # noqa: N802
        self, server: _Conversation, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if reply := await server.fail(Stage.MAIL):
            return reply
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: _Conversation, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if reply := await server.fail(Stage.RCPT):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: _Conversation, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if reply := await server.fail(Stage.TEXT):
            return reply
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.mailbox.received.append(letter)
        return await server.fail(Stage.ACCEPTED) or "250 OK"


class _Controller(Controller):
    def __init__(self, mailbox: MailServer) -> None:
        self.mailbox = mailbox
        super().__init__(_Mailbox(mailbox), hostname="127.0.0.1", port=0)

    def factory(self) -> _Conversation:
        return _Conversation(self.mailbox, loop=self.loop, hostname="mail.test")  # else it looks its name up every time

    def _trigger_server(self) -> None:
        """Learn the port the system chose; aiosmtpd would connect to the one asked for, which is 0."""
        assert isinstance(self.server, asyncio.base_events.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run a mail server on a free port."""
    mailbox = MailServer()
    controller = _Controller(mailbox)
    controller.start()
    mailbox.port = controller.port
    mailbox.connections = 0  # aiosmtpd looks once whether it answers
    try:
        yield mailbox
    finally:
        with suppress(RuntimeError):
            controller.stop(no_assert=True)
