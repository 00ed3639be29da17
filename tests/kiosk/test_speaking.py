from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from fake_central import FakeCentral
from kiosk_machine import Kiosk
from kiosk_page import KioskPage
from postgres import required
from voice_listening import listen
from voice_pack import clip_hz, write_pack

from hardware.speech.espeak import espeak_engine
from hardware.speech.voice import Voice
from kiosk.speaking import PACKS, REMEMBERED, Speaking


@pytest.fixture
def spoken() -> None:
    if espeak_engine() is None and not required():
        pytest.skip("the optional voice is not installed")


def speech(page: KioskPage, press: str, language: str = "vi") -> tuple[int, bytes]:
    return page.ask("GET", f"/api/speech/{press}?language={language}")


@pytest.mark.usefixtures("spoken")
def test_the_number_of_a_press_is_spoken_in_both_languages(page: KioskPage) -> None:
    press = str(uuid.uuid4())
    page.press(press)
    sounds = []
    for language in ("vi", "en"):
        status, wav = speech(page, press, language)
        assert status == 200
        heard = listen(wav)
        assert 1.5 < heard.seconds < 8
        assert heard.peak < 0.95
        sounds.append(wav)
    assert sounds[0] != sounds[1]
    assert page.ask("GET", "/api/state")[1]["speech"] is True


def test_a_recorded_pack_in_the_agents_folder_is_used(
    central: FakeCentral, tmp_path: Path, static: Path
) -> None:
    write_pack(tmp_path / "data" / PACKS / "recorded")
    kiosk = Kiosk(central.url, "dummy://", tmp_path / "data", static)
    page = KioskPage(kiosk.url)
    try:
        page.wait_for("state", online=True)
        press = str(uuid.uuid4())
        page.press(press)
        heard = listen(speech(page, press)[1])
        begin, end = heard.blocks(0.02)[0]
        assert heard.part(begin + 0.03, end - 0.03).tone_hz() == pytest.approx(
            clip_hz("your-number"), rel=0.03
        )
    finally:
        page.close()
        kiosk.stop()


def test_a_press_nobody_made_is_not_spoken(page: KioskPage) -> None:
    status, answer = page.ask("GET", f"/api/speech/{uuid.uuid4()}")
    assert (status, answer["error"]["code"]) == (404, "not_found")
    status, answer = page.ask("GET", f"/api/speech/{uuid.uuid4()}?language=fr")
    assert (status, answer["error"]["field"]) == (422, "language")


def test_without_a_voice_nothing_is_said_and_nothing_fails() -> None:
    silent = Speaking(Voice([]))
    silent.remember("press", "A012")
    assert not silent.able
    assert silent.say("press", "vi") is None


@pytest.mark.usefixtures("spoken")
def test_only_the_latest_presses_are_remembered_and_odd_numbers_do_no_harm() -> None:
    engine = espeak_engine()
    assert engine is not None
    speaking = Speaking(Voice([engine]))
    for n in range(REMEMBERED + 1):
        speaking.remember(str(n), f"A{n:03d}")
    assert speaking.say("0", "vi") is None
    assert speaking.say("1", "vi") is not None
    speaking.remember("odd", "?!")
    assert speaking.say("odd", "vi") is None
