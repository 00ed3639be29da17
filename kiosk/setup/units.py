"""The texts of the kiosk's systemd units.

Three files: the agent as a system service with a watchdog, the page as a user service (Chromium
alone on the screen, under cage), and the login that gives that user the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

AGENT, PAGE = "motcua-kiosk.service", "motcua-kiosk-page.service"
AGENT_PATH = PurePosixPath("etc/systemd/system") / AGENT
PAGE_PATH = PurePosixPath("etc/systemd/user") / PAGE
LOGIN_PATH = PurePosixPath("etc/systemd/system/getty@tty1.service.d/motcua-kiosk.conf")
STATE_FOLDER = "motcua-kiosk"
WATCHDOG_S = 45

CHROMIUM_FLAGS = (
    "--kiosk",
    "--no-first-run",
    "--noerrdialogs",
    "--hide-crash-restore-bubble",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--autoplay-policy=no-user-gesture-required",
    "--check-for-update-interval=31536000",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the units run, and as whom.

    ``agent`` and ``waiting`` are whole command lines, ``data`` the folder to be writable when it
    is not the service's own, ``groups`` those that may use printers and serial ports,
    ``environment`` NAME=value for both.
    """

    user: str
    port: int
    agent: tuple[str, ...]
    waiting: tuple[str, ...]
    cage: str
    chromium: str
    data: str | None = None
    groups: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()


def unit_texts(plan: Plan) -> dict[PurePosixPath, str]:
    """Each file's place under the root, and its text."""
    return {AGENT_PATH: _agent(plan), PAGE_PATH: _page(plan), LOGIN_PATH: _login(plan)}


def command_line(words: tuple[str, ...]) -> str:
    """Words as systemd reads them again: quoted where needed, ``%`` and ``$`` doubled."""
    return " ".join(_quoted(word.replace("$", "$$")) for word in words)


def _agent(plan: Plan) -> str:
    own = [f"StateDirectory={STATE_FOLDER}", "StateDirectoryMode=0700"]
    lines = [
        "[Unit]",
        "Description=Motcua kiosk: tickets, printer, scanner",
        "Wants=network-online.target",
        "After=network-online.target time-sync.target",
        "StartLimitIntervalSec=0",
        "",
        "[Service]",
        "Type=notify",
        "NotifyAccess=main",
        f"User={plan.user}",
        *([f"SupplementaryGroups={' '.join(plan.groups)}"] if plan.groups else []),
        *_environment(plan),
        f"ExecStart={command_line(plan.agent)}",
        # The page hangs as often as the agent: a missed heartbeat restarts both.
        f'ExecStopPost=-+/bin/sh -c \'[ "$$SERVICE_RESULT" != watchdog ] || systemctl --user'
        f" --machine={plan.user}@.host try-restart {PAGE}'",
        f"WatchdogSec={WATCHDOG_S}",
        "TimeoutStartSec=60",
        "TimeoutStopSec=20",
        "Restart=always",
        "RestartSec=2",
        *(own if plan.data is None else [f"ReadWritePaths={_quoted(plan.data)}"]),
        "UMask=0077",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=read-only",
        "PrivateTmp=yes",
        "",
        "[Install]",
        "WantedBy=multi-user.target",
    ]
    return "\n".join(lines) + "\n"


def _page(plan: Plan) -> str:
    browser = (plan.chromium, *CHROMIUM_FLAGS, f"http://127.0.0.1:{plan.port}/")
    lines = [
        "[Unit]",
        "Description=Motcua kiosk: the page on the screen",
        f"ConditionUser={plan.user}",
        "StartLimitIntervalSec=0",
        "",
        "[Service]",
        *_environment(plan),
        f"ExecStartPre={command_line(plan.waiting)}",
        f"ExecStart={command_line((plan.cage, '--', *browser))}",
        "TimeoutStartSec=180",
        "Restart=always",
        "RestartSec=2",
        "",
        "[Install]",
        "WantedBy=default.target",
    ]
    return "\n".join(lines) + "\n"


def _login(plan: Plan) -> str:
    getty = f"-/sbin/agetty --autologin {plan.user} --noclear %I $TERM"
    return f"[Service]\nExecStart=\nExecStart={getty}\n"


def _environment(plan: Plan) -> list[str]:
    return [f"Environment={_quoted(one)}" for one in plan.environment]


def _quoted(word: str) -> str:
    doubled = word.replace("\\", "\\\\").replace("%", "%%")
    if word and not set(word) & set(" \t\"'\\;"):
        return doubled
    return '"' + doubled.replace('"', '\\"') + '"'
