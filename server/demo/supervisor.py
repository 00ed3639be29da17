"""The demo's parts: started in order, watched, and stopped in the opposite order.

In this process: the virtual printer, the virtual pads, the simulated people. As children: the
server, the kiosk's agent, the pads' agents. A child that ends by itself ends the demo.
"""

import contextlib
import logging
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty

from hardware.link import LinkDown, ServerLink
from hardware.virtual.pad import VirtualPad
from hardware.virtual.printer import VirtualPrinter
from hardware.virtual.printer_page import PrinterPage

from .child import Child, Event, Events
from .faces import Addresses, faces
from .folder import demo_folder, temporary_inside
from .options import Options
from .ports import HOST, asked_port, near_port
from .prepare import Tokens, prepare, write_private
from .sample import SampleCentre, sample_centre
from .texts import block, line
from .traffic import Plan, Traffic

log = logging.getLogger(__name__)

PAD_COUNTERS = ("1", "2", "4", "12")
"""Counters with a real pad agent on a pty; more would only cost memory."""
READY_S = 60.0
LOOK_S = 0.1
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Died(Exception):
    """A part ended by itself."""

    def __init__(self, part: Child) -> None:
        super().__init__(part.name)
        self.part = part


class Late(Died):
    """A part was not ready in time."""


class Asked(Exception):
    """Somebody asked the demo to stop."""


def run_demo(options: Options, say: Callable[[str], None]) -> None:
    """Run until asked to stop. Raises Died, Late, PortTaken, ForeignData, FolderBusy."""
    port = asked_port(options.port)
    events: Events = Events()
    with contextlib.ExitStack() as stack, contextlib.suppress(Asked):
        stack.enter_context(_signals(events))
        say(block("starting"))
        folder = stack.enter_context(demo_folder(options.data))
        stack.enter_context(temporary_inside(folder))
        stack.callback(lambda: say(block("stopping")))
        Demo(options, port, folder, events, stack).run(say)


class Demo:
    """One run of the demo; everything it starts is undone by `stack`."""

    def __init__(
        self,
        options: Options,
        port: int,
        folder: Path,
        events: Events,
        stack: contextlib.ExitStack,
    ) -> None:
        self._options, self._folder = options, folder
        self._events, self._stack = events, stack
        taken = {port}
        self._port = port
        self._kiosk_port = near_port(port + 10, taken)
        self._page_port = near_port(port + 11, taken)
        self._printer_port = near_port(port + 12, taken)
        self._at = Addresses(*(f"http://{HOST}:{p}" for p in (
            port, self._kiosk_port, self._page_port)))  # fmt: skip
        self._children: dict[str, Child] = {}

    def run(self, say: Callable[[str], None]) -> None:
        """Start everything, say so, and wait. Raises Asked, Died, Late, ForeignData."""
        centre = sample_centre()
        tokens = prepare(self._folder, centre, register=True)
        write_private(self._folder / "faces.json", faces(centre, self._at, tokens, PAD_COUNTERS))
        self._start_parts(tokens)
        pads = self._start_pads(tokens)
        self._await_answer("server", self._at.server, "/healthz")
        self._await_answer("kiosk", self._at.kiosk, "/api/state")
        if self._options.traffic:
            self._start_traffic(centre, tokens, pads)
        say(welcome(self._options, centre, self._at))
        while True:
            self._hear(None)

    def _start_parts(self, tokens: Tokens) -> None:
        self._start_printer()
        self._child(
            "server", line("part.server"), "server.cli", "serve",
            "--data", str(self._folder), "--host", HOST, "--port", str(self._port),
            # At once: a page left open in a browser must not hold up the end.
            stop_signal=signal.SIGQUIT,
        )  # fmt: skip
        self._child(
            "kiosk", line("part.kiosk"), "server.cli", "kiosk",
            "--server", self._at.server, "--printer", f"tcp://{HOST}:{self._printer_port}",
            "--port", str(self._kiosk_port), "--data", self._subfolder("kiosk"),
            token=tokens.kiosk,
        )  # fmt: skip

    def _start_printer(self) -> None:
        printer = VirtualPrinter(self._printer_port)
        printer.start()
        self._stack.callback(printer.stop)
        page = PrinterPage(printer, self._page_port)
        page.start()
        self._stack.callback(page.stop)

    def _start_pads(self, tokens: Tokens) -> dict[str, VirtualPad]:
        """Pads and their agents, which wait for the server by themselves."""
        pads: dict[str, VirtualPad] = {}
        for counter in PAD_COUNTERS:
            pad = pads[counter] = self._stack.enter_context(VirtualPad(f"PAD{counter:>02}"))
            self._child(
                f"pad-{counter}", line("part.pad", counter=counter), "server.cli", "pad",
                "--server", self._at.server, "--port", pad.url,
                "--data", self._subfolder(f"pad-{counter}"),
                token=tokens.terminals[counter],
            )  # fmt: skip
        return pads

    def _start_traffic(
        self, centre: SampleCentre, tokens: Tokens, pads: dict[str, VirtualPad]
    ) -> None:
        options = self._options
        plan = Plan(self._at.server, self._at.kiosk, tokens, pads, options.speed, options.seed)
        traffic = Traffic(centre, plan)
        self._stack.callback(traffic.stop)
        traffic.start()

    def _child(
        self,
        key: str,
        name: str,
        *arguments: str,
        token: str = "",
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        child = Child(
            key,
            name,
            ("-m", *arguments),
            Path(self._subfolder("logs")) / f"{key}.log",
            self._events,
            {"MOTCUA_TOKEN": token, "TMPDIR": self._subfolder("tmp")},
            stop_signal,
        )
        self._children[key] = child
        self._stack.callback(child.stop)
        child.start()

    def _subfolder(self, name: str) -> str:
        folder = self._folder / name
        folder.mkdir(exist_ok=True, mode=0o700)
        return str(folder)

    def _await_answer(self, key: str, url: str, path: str) -> None:
        """Until `url` + `path` answers. Raises Late, and what `_hear` raises."""
        end = time.monotonic() + READY_S
        with contextlib.closing(ServerLink(url)) as link:
            while time.monotonic() < end:
                with contextlib.suppress(LinkDown):
                    if link.request("GET", path)[0] == 200:
                        return
                self._hear(LOOK_S)
        raise Late(self._children[key])

    def _hear(self, seconds: float | None) -> None:
        """Wait for an event, or `seconds`. Raises Died and Asked when that is the event."""
        with contextlib.suppress(Empty):
            event = self._events.get(timeout=seconds)
            if event.kind == "signal":
                raise Asked
            raise Died(self._children[event.name])


def welcome(options: Options, centre: SampleCentre, at: Addresses) -> str:
    """What to open and how to sign in."""
    shown = [user for user in centre.users if user.role != "staff" or user.username == "quay1"]
    lines = [block("ready", url=at.server), block("ready.sign_in")]
    lines += [f"  {user.username} / {user.password}" for user in shown]
    if options.traffic:
        lines.append(block("ready.traffic", speed=f"{options.speed:g}", seed=options.seed))
    else:
        lines.append(block("ready.quiet"))
    return "\n".join([*lines, block("ready.stop")])


@contextlib.contextmanager
def _signals(events: Events) -> Iterator[None]:
    """Signals become events; a hang-up that was ignored, as under nohup, stays ignored."""
    # SimpleQueue.put may be called from a handler at any moment.
    before = {
        number: signal.signal(number, lambda n, _: events.put(Event("signal", str(n))))
        for number in SIGNALS
        # A shell's background jobs ignore SIGINT, but whoever sends one means it.
        if number is not signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
