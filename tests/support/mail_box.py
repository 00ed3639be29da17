"""A mail server of one's own: a real SMTP conversation on a real socket, as far as mail needs."""

import base64
import socketserver
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage

WAIT_S = 20.0


@dataclass
class Letter:
    """One mail as it was handed in."""

    sender: str
    receivers: list[str]
    mail: EmailMessage

    subject: str
    """As mail programs decode it (RFC 2047)."""


@dataclass
class MailBox:
    """A context manager. ``answers`` are codes for the next mails in place of 250; ``password`` is
    asked for where it is set; ``mute`` says nothing at all."""

    password: str = ""
    answers: list[int] = field(default_factory=list)
    mute: bool = False
    letters: list[Letter] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._news = threading.Condition()
        self._over = threading.Event()
        box = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                box._talk(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> "MailBox":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    def wait(self, many: int, seconds: float = WAIT_S) -> list[Letter]:
        """The letters so far, once there are so many. Raises ``TimeoutError``."""
        with self._news:
            if not self._news.wait_for(lambda: len(self.letters) >= many, seconds):
                raise TimeoutError(f"{len(self.letters)} of {many} letters; heard {self.said}")
            return list(self.letters)

    def _talk(self, line: socketserver.StreamRequestHandler) -> None:
        if self.mute:
            self._over.wait(WAIT_S)
            return
        self._say(line, "220 box")
        sender, receivers = "", list[str]()
        while heard := line.rfile.readline():
            text = heard.decode("ascii", "replace").strip()
            self.said.append(text)
            word = text[:4].upper()
            if word in ("EHLO", "HELO"):
                self._say(line, "250-box\r\n250 AUTH PLAIN" if self.password else "250 box")
            elif word == "AUTH":
                self._say(line, "235 welcome" if self._knows(text) else f"535 no: {text}")
            elif word == "MAIL":
                sender = text.partition("<")[2].partition(">")[0]
                self._say(line, "250 ok")
            elif word == "RCPT":
                receivers.append(text.partition("<")[2].partition(">")[0])
                self._say(line, "250 ok")
            elif word == "DATA":
                self._say(line, "354 go on")
                self._take(line, sender, receivers)
                receivers = []
            else:
                self._say(line, "221 bye" if word == "QUIT" else "250 ok")
                if word == "QUIT":
                    return

    def _knows(self, text: str) -> bool:
        told = base64.b64decode(text.split()[-1]).decode().split("\0")
        return told[-1] == self.password

    def _take(
        self, line: socketserver.StreamRequestHandler, sender: str, receivers: list[str]
    ) -> None:
        lines = []
        while (heard := line.rfile.readline()) not in (b".\r\n", b""):
            lines.append(heard)
        code = self.answers.pop(0) if self.answers else 250
        self._say(line, f"{code} that is that")
        whole = b"".join(lines)
        mail = message_from_bytes(whole, policy=policy.default)
        subject = str(make_header(decode_header(message_from_bytes(whole)["Subject"])))
        assert isinstance(mail, EmailMessage)
        with self._news:
            if code == 250:
                self.letters.append(Letter(sender, receivers, mail, subject))
            self._news.notify_all()

    def _say(self, line: socketserver.StreamRequestHandler, text: str) -> None:
        try:
            line.wfile.write(f"{text}\r\n".encode())
        except OSError:
            return
