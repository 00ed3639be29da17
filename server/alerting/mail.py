"""Alerts by e-mail. Blocks: native threads."""

import smtplib
import ssl
from collections.abc import Callable
from email.header import Header
from email.mime.text import MIMEText
from email.utils import formatdate

import gevent

from ..queries.alert_words import said
from ..store.reminders import EVENT
from ..tls import context
from ..usecases.alert_rules import MailServer
from .parcel import Again, Parcel, Undeliverable
from .reminder import reminder_lines

STEP_S = 10.0
"""Seconds for each step of the conversation."""
DEADLINE_S = 30.0
"""Seconds for a whole mail."""
FINAL = frozenset({535, 550, 551, 553, 554})
"""Answers that another try does not change: password, receiver, sender, content."""


def mail_sender(public_url: str | None) -> Callable[[Parcel], None]:
    """What sends a parcel by mail. Raises ``Again`` or ``Undeliverable``."""

    def send(parcel: Parcel) -> None:
        assert parcel.mail is not None
        try:
            with gevent.Timeout(DEADLINE_S, TimeoutError("the mail server is too slow")):
                _hand_in(parcel.mail, parcel.secret or "", message(parcel, public_url))
        except smtplib.SMTPResponseException as error:
            # Its words may repeat what it was told: the number says enough.
            raise _problem(error.smtp_code) from None
        except smtplib.SMTPRecipientsRefused as error:
            raise _problem(max(code for code, _ in error.recipients.values())) from None
        except ssl.SSLError as error:
            raise Again(f"TLS: {error.reason}") from None
        except (OSError, smtplib.SMTPException) as error:
            raise Again(f"{type(error).__name__}: {error}") from None

    return send


def message(parcel: Parcel, public_url: str | None) -> MIMEText:
    """The mail of a parcel, in the language that was chosen. Its id is the same at every try."""
    assert parcel.mail is not None
    lines = reminder_lines(parcel) if parcel.event == EVENT else _alert_lines(parcel, public_url)
    made = MIMEText("\n".join(lines) + "\n", "plain", "utf-8")
    # Folded by Header: EmailMessage loses spaces of long subjects that are not ASCII.
    subject = " ".join(f"[Motcua] {lines[0]}".split())
    made["Subject"] = Header(subject, "utf-8", header_name="Subject").encode()
    made["From"] = parcel.mail.sender
    made["To"] = ", ".join(parcel.mail.recipients)
    made["Date"] = formatdate(parcel.told["at"] / 1000)
    made["Message-ID"] = f"<{parcel.id}@motcua>"
    made["Auto-Submitted"] = "auto-generated"
    return made


def _alert_lines(parcel: Parcel, public_url: str | None) -> list[str]:
    """The first line is the subject too."""
    assert parcel.mail is not None
    language, words = parcel.mail.language, parcel.words
    worse = f"{said('worse', language)}: " if parcel.event == "worse" else ""
    lines = [f"{worse}{words['text'][language]}", words["todo"][language], ""]
    lines.append(said("mail.greeting", language, centre=parcel.centre_name(language)))
    if public_url is not None:
        lines.append(said("mail.open", language, url=f"{public_url}/manager"))
    return lines


def _hand_in(server: MailServer, password: str, mail: MIMEText) -> None:
    tls = context()
    if server.security == "tls":
        line: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=STEP_S, context=tls)
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=STEP_S)
    with line:
        if server.security == "starttls":
            line.starttls(context=tls)
        if server.user:
            line.login(server.user, password)
        line.send_message(mail)


def _problem(code: int) -> Exception:
    return (Undeliverable if code in FINAL else Again)(f"the mail server says {code}")
