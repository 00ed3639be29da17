"""What boards play and show: calls as WAV, clips recorded on site, pictures; all checked."""

import io
import math
import struct
import subprocess
import wave
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from fixture_types import RunServer
from PIL import Image
from private_desk import Office, PrivateDesk, error_of

from hardware.speech.sound import read_wav

HEADER = {"Content-Type": "application/octet-stream"}


@pytest.fixture(scope="module")
def own_office(run_server: RunServer) -> Iterator[Office]:
    """A server of this module's own: clips belong to an installation."""
    yield Office.of(run_server())


@pytest.fixture
def counter(own_office: Office) -> PrivateDesk:
    return own_office.desk()


def sound(office: Office, path: str, role: str | None = None, **query: Any) -> requests.Response:
    return office.client(role).get(path, **query)


def call_of(desk: PrivateDesk) -> int:
    desk.issue()
    return int(desk.call()["call"]["id"])


def tone(seconds: float = 0.6, level: float = 0.5, rate: int = 22_050) -> bytes:
    samples = (
        max(-32_768, min(32_767, round(32_767 * level * math.sin(2 * math.pi * 220 * n / rate))))
        for n in range(round(seconds * rate))
    )
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, rate, 0, "NONE", ""))
        out.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return file.getvalue()


def put_clip(office: Office, clip: str, data: bytes, accent: str = "north") -> requests.Response:
    return office.client("admin").http.put(
        f"{office.url}/api/v1/voice/{accent}/clips/{clip}", data=data, headers=HEADER, timeout=30
    )


def picture(size: tuple[int, int] = (64, 36)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, (0, 90, 80)).save(file, "PNG")
    return file.getvalue()


def upload(office: Office, data: bytes, name: str = "anh.png") -> requests.Response:
    return office.client("admin").http.post(
        f"{office.url}/api/v1/board-media?name={name}", data=data, headers=HEADER, timeout=60
    )


def test_a_call_is_spoken_to_whoever_may_see_the_hall(
    own_office: Office, counter: PrivateDesk
) -> None:
    call = call_of(counter)
    whole = sound(own_office, f"/speech/calls/{call}")
    assert (whole.status_code, whole.headers["Content-Type"]) == (200, "audio/wav")
    assert "max-age" in whole.headers["Cache-Control"]
    heard = read_wav(whole.content)
    assert 1 < heard.seconds < 60 and 0 < heard.peak < 0.95
    once = read_wav(sound(own_office, f"/speech/calls/{call}", once=1).content)
    assert once.seconds <= heard.seconds
    assert sound(own_office, f"/speech/calls/{call}").content == whole.content


def test_only_calls_of_today_and_of_the_board_are_spoken(
    own_office: Office, counter: PrivateDesk
) -> None:
    call = call_of(counter)
    for path in ("/speech/calls/999999", "/speech/calls/x", "/speech/calls/-1"):
        error_of(sound(own_office, path), 404, "not_found", "call")
    body = {"counters": ["1"], "zone": "x"}
    own_office.client("admin").http.put(
        f"{own_office.url}/api/v1/boards/khac", json=body, timeout=20
    )
    error_of(sound(own_office, f"/speech/calls/{call}", board="khac"), 404, "not_found", "call")
    error_of(sound(own_office, f"/speech/calls/{call}", board="none"), 404, "not_found", "call")


def test_an_administrator_hears_any_number_in_any_accent(own_office: Office) -> None:
    for accent in ("north", "south", "en", "north,en"):
        heard = sound(own_office, "/speech/try", "admin", ticket="H105", counter=21, accent=accent)
        assert heard.status_code == 200, accent
        assert read_wav(heard.content).peak > 0
    for wrong, field in (
        ({"ticket": "no!"}, "ticket"), ({"ticket": "A001", "counter": "0"}, "counter"),
        ({"ticket": "A001", "accent": "west"}, "accent"),
    ):  # fmt: skip
        error_of(sound(own_office, "/speech/try", "admin", **wrong), 422, "invalid_field", field)
    assert sound(own_office, "/speech/try", None, ticket="A001").status_code == 401
    assert sound(own_office, "/speech/try", "staff", ticket="A001").status_code == 403


def test_a_clip_is_kept_heard_replaced_and_deleted(own_office: Office) -> None:
    assert put_clip(own_office, "5", tone()).json()["recorded"] is True
    clips = own_office.client("admin").get("/voice/north/clips", limit=200).json()["items"]
    state = {clip["id"]: clip for clip in clips}
    assert state["5"]["recorded"] and state["5"]["words"] == "năm" and state["5"]["needed"]
    assert not state["6"]["recorded"]
    path = "/voice/north/clips/5/sound"
    assert sound(own_office, path, "admin").content == tone()
    other = tone(0.4)
    assert put_clip(own_office, "5", other).status_code == 200
    assert sound(own_office, path, "admin").content == other
    assert sound(own_office, path).status_code == 401
    url = f"{own_office.url}/api/v1/voice/north/clips/5"
    assert own_office.client("admin").http.delete(url, timeout=20).status_code == 204
    assert own_office.client("admin").http.delete(url, timeout=20).status_code == 404
    assert sound(own_office, path, "admin").status_code == 404


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"not a sound at all", "WAV"),
        (tone()[:60], "WAV"),
        (tone(level=0.0), "micrô"),
        (tone(5.0), "dài"),
        (tone(level=4.0), "vỡ tiếng"),
    ],
    ids=["text", "cut", "silent", "long", "clipped"],
)
def test_an_unfit_recording_is_refused_with_the_reason(
    own_office: Office, data: bytes, told: str
) -> None:
    error = error_of(put_clip(own_office, "7", data), 422, "clip_unfit", "clip")
    assert told in error["message"]["vi"]
    state = own_office.client("admin").get("/voice/north/clips", limit=200).json()["items"]
    assert not next(clip for clip in state if clip["id"] == "7")["recorded"]


def test_clips_have_known_names_only(own_office: Office) -> None:
    for clip in ("..", "%2e%2e%2fx", "x" * 100, "manifest.json"):
        assert put_clip(own_office, clip, tone()).status_code in (404, 405, 308), clip
    assert put_clip(own_office, "5", tone(), "west").status_code == 404
    url = f"{own_office.url}/api/v1/voice/north/clips/5"
    assert requests.put(url, data=tone(), headers=HEADER, timeout=20).status_code == 401


def test_boards_speak_with_the_recorded_voice_once_it_is_whole(own_office: Office) -> None:
    client = own_office.client("admin")
    before = client.get("/speech/try", ticket="A123", counter=4, accent="south").content
    clips = client.get("/voice/south/clips", limit=200).json()["items"]
    for clip in clips:
        if clip["id"] != "chime":
            assert put_clip(own_office, clip["id"], tone(0.3), "south").status_code == 200
    after = client.get("/speech/try", ticket="A123", counter=4, accent="south").content
    assert after != before
    assert read_wav(after).peak < 0.95


def test_a_picture_is_served_as_it_was_sent_and_may_be_cached_for_ever(
    own_office: Office,
) -> None:
    sent = picture()
    made = upload(own_office, sent).json()
    assert (made["type"], made["size"], made["name"]) == ("image/png", len(sent), "anh.png")
    url = f"{own_office.url}/media/{made['id']}"
    got = requests.get(url, timeout=20)
    assert got.content == sent
    assert "immutable" in got.headers["Cache-Control"]
    assert "sandbox" in got.headers["Content-Security-Policy"]
    part = requests.get(url, headers={"Range": "bytes=0-9"}, timeout=20)
    assert (part.status_code, part.content) == (206, sent[:10])
    assert upload(own_office, sent, "lai.png").json()["id"] == made["id"]
    gone = own_office.client("admin").http.delete(
        f"{own_office.url}/api/v1/board-media/{made['id']}", timeout=20
    )
    assert (gone.status_code, requests.get(url, timeout=20).status_code) == (204, 404)


@pytest.mark.parametrize("data", [b"", b"<svg onload=alert(1)>", b"GIF89a" + bytes(50)])
def test_what_is_no_picture_and_no_video_is_refused(own_office: Office, data: bytes) -> None:
    error_of(upload(own_office, data), 422, "media_unreadable")


def test_no_path_leads_out_of_the_media_folder(own_office: Office) -> None:
    for path in ("/media/..%2fmotcua.db", "/media/motcua.db", "/media/", f"/media/{'a' * 40}.png"):
        assert requests.get(own_office.url + path, timeout=20).status_code == 404


def test_a_voice_process_that_dies_is_started_again(own_office: Office) -> None:
    client = own_office.client("admin")
    assert client.get("/speech/try", ticket="A001", counter=1).status_code == 200
    folder = str(own_office.server.data / "voice")
    found = subprocess.run(
        ["pgrep", "-f", f"server.voice.worker {folder}"], capture_output=True, text=True
    ).stdout.split()
    assert found
    subprocess.run(["kill", "-9", *found], check=True)
    # The request that finds the line broken rings the chime; the next one is spoken.
    answers = [client.get("/speech/try", ticket="A002", counter=n).status_code for n in (1, 2)]
    assert answers[-1] == 200
