from __future__ import annotations

import json
import shutil
import zipfile
from array import array
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from voice_listening import listen
from voice_pack import clip_hz, recording, tone, write_manifest, write_pack

from hardware.speech.clip_engine import PAUSE_S, ClipEngine
from hardware.speech.engine import EngineError
from hardware.speech.pack import PackError, PackProblem, read_pack
from hardware.speech.sound import RATE_HZ, loudness, wav_bytes
from hardware.speech.utterance import PAUSE, call_utterance, number_utterance


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pack(tmp_path_factory.mktemp("pack"))


@pytest.fixture
def pack(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "pack"))


def problems(path: Path, letters: str = "A") -> list[tuple[str, str]]:
    with pytest.raises(PackError) as refused:
        read_pack(path, letters)
    for problem in refused.value.problems:
        assert problem.text("vi") != problem.text("en")
    return [(problem.code, problem.clip) for problem in refused.value.problems]


def zipped(folder: Path) -> Path:
    target = folder.with_suffix(".zip")
    with zipfile.ZipFile(target, "w") as file:
        for path in folder.iterdir():
            file.write(path, path.name)
    return target


def test_a_whole_pack_is_read_from_a_folder_and_from_a_zip_file(pack: Path) -> None:
    folder, file = read_pack(pack), read_pack(zipped(pack))
    assert folder.accent == "north"
    assert folder.digest == file.digest
    assert folder.clips.keys() == file.clips.keys()


def test_the_digest_changes_with_a_clip(pack: Path) -> None:
    before = read_pack(pack).digest
    (pack / "3.wav").write_bytes(recording(tone(999)))
    assert read_pack(pack).digest != before


def test_the_clips_are_heard_in_the_order_of_the_sentence(pack: Path) -> None:
    said = call_utterance("A012", 21, "north")
    heard = listen(wav_bytes(ClipEngine(read_pack(pack)).say(said, 5.0)))
    clips = [clip for clip in said.clips if clip != PAUSE]
    blocks = heard.blocks(0.02)
    assert len(blocks) == len(clips)
    for clip, (begin, end) in zip(clips, blocks, strict=True):
        assert heard.part(begin + 0.03, end - 0.03).tone_hz() == pytest.approx(
            clip_hz(clip), rel=0.03
        ), clip


def test_commas_are_pauses(pack: Path) -> None:
    said = call_utterance("A012", 3, "north")
    heard = listen(wav_bytes(ClipEngine(read_pack(pack)).say(said, 5.0)))
    assert len(heard.blocks(PAUSE_S)) == said.text.count(",") + 1


def test_clips_of_different_loudness_and_rate_come_out_alike(pack: Path) -> None:
    (pack / "0.wav").write_bytes(recording(tone(500, level=0.05)))
    (pack / "1.wav").write_bytes(recording(tone(500, level=0.9, rate=48_000), 48_000))
    engine = ClipEngine(read_pack(pack))
    sound = engine.say(number_utterance("A010", "north"), 5.0)
    heard = listen(wav_bytes(sound))
    peaks = [heard.part(begin, end).peak for begin, end in heard.blocks(0.02)]
    assert sound.rate == RATE_HZ
    assert max(peaks) < 1.1 * min(peaks)
    assert heard.peak < 0.95
    assert 0.1 < loudness(sound) < 0.14


def test_missing_clips_are_named_with_their_words(pack: Path) -> None:
    clips = {path.stem: path.name for path in pack.glob("*.wav")}
    del clips["4-after-tens"], clips["letter-a"], clips["letter-b"]
    write_manifest(pack, "north", clips)
    assert problems(pack, "A") == [("missing", "4-after-tens"), ("missing", "letter-a")]
    assert problems(pack, "B") == [("missing", "4-after-tens"), ("missing", "letter-b")]
    with pytest.raises(PackError, match="tư"):
        read_pack(pack)


def test_a_letter_nobody_uses_may_be_missing_and_is_then_not_said(pack: Path) -> None:
    clips = {path.stem: path.name for path in pack.glob("*.wav")}
    del clips["letter-w"]
    write_manifest(pack, "north", clips)
    engine = ClipEngine(read_pack(pack, "A"))
    assert engine.can_say(call_utterance("A001", 1, "north"))
    assert not engine.can_say(call_utterance("W001", 1, "north"))
    assert not engine.can_say(call_utterance("A001", 1, "south"))
    with pytest.raises(EngineError):
        engine.say(call_utterance("W001", 1, "north"), 5.0)


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("clipped", recording(array("h", [20_000, 32_767, 32_767, 32_767, 32_767, 9] * 2000))),
        ("too_long", recording(tone(440, 3.0))),
        ("too_long", recording(array("h", bytes(2 * 44_100 * 21)))),
        ("silent", recording(tone(440, level=0.001))),
        ("wrong_format", recording(tone(440, rate=4_000), 4_000)),
        ("wrong_format", recording(tone(440, 0.32), width=4)),
        ("wrong_format", b"ID3 this is an MP3"),
        ("wrong_format", recording(tone(440))[:40]),
        ("unreadable", bytes(5 * 1024 * 1024)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_clip_that_cannot_be_used_is_named_with_its_fault(
    pack: Path, code: str, data: bytes
) -> None:
    (pack / "7.wav").write_bytes(data)
    assert problems(pack) == [(code, "7")]
    assert problems(zipped(pack)) == [(code, "7")]


def test_a_loud_clip_that_is_not_clipped_is_fine(pack: Path) -> None:
    (pack / "7.wav").write_bytes(recording(tone(440, level=0.99)))
    assert read_pack(pack)


def test_everything_wrong_is_told_at_once(pack: Path) -> None:
    (pack / "1.wav").unlink()
    (pack / "2.wav").write_bytes(b"")
    clips = {path.stem: path.name for path in pack.glob("*.wav")} | {"1": "1.wav", "zwei": "2.wav"}
    del clips["5"]
    write_manifest(pack, "north", clips)
    assert set(problems(pack)) >= {
        ("unknown_clip", "zwei"),
        ("missing", "5"),
        ("unreadable", "1"),
        ("wrong_format", "2"),
    }


def _with(**fields: object) -> str:
    told = {"format": 1, "accent": "north", "clips": {"0": "0.wav"}}
    return json.dumps(told | fields)


@pytest.mark.parametrize(
    "manifest",
    [
        *("", "[]", "{", "[" * 100_000),
        *(_with(format=2), _with(accent="vi"), _with(accent=None), _with(clips=[])),
        *(_with(clips={}), _with(clips={"0": 0}), _with(clips={"0": ""})),
        *(_with(clips={"0": "../0.wav"}), _with(clips={"0": "/etc/passwd"})),
        *(_with(clips={"0": ".."}), _with(clips={str(n): "a" for n in range(201)})),
    ],
    ids=range(15),
)
def test_a_bad_manifest_is_refused(pack: Path, manifest: str) -> None:
    (pack / "manifest.json").write_text(manifest, encoding="utf-8")
    assert problems(pack) == [("bad_manifest", "")]


@pytest.mark.parametrize(
    "spoil", [lambda path: path.unlink(), lambda path: path.write_bytes(b"not a zip file")]
)
def test_a_file_that_is_no_pack_is_refused(pack: Path, spoil: Callable[[Path], None]) -> None:
    file = zipped(pack)
    spoil(file)
    assert problems(file) == [("bad_manifest", "")]


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_zip_file_is_refused_and_never_breaks(pack: Path, seed: int) -> None:
    for path in pack.glob("letter-*.wav"):
        if path.stem != "letter-a":
            path.unlink()
    clips = {path.stem: path.name for path in pack.glob("*.wav")}
    write_manifest(pack, "north", clips)
    file = pack.with_suffix(".zip")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for path in sorted(pack.iterdir()):
            out.write(path, path.name)
    data, chance = bytearray(file.read_bytes()), Random(seed)
    for _ in range(400):
        data[chance.randrange(len(data))] = chance.randrange(256)
    file.write_bytes(data)
    with pytest.raises(PackError):
        read_pack(file, "A")


def test_a_pack_too_large_is_refused(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hardware.speech.pack.LARGEST_PACK", 100_000)
    assert problems(pack) == [("too_large", "")]


def test_every_problem_has_words_in_both_languages() -> None:
    codes = "bad_manifest missing unknown_clip unreadable wrong_format too_long silent clipped"
    for code in [*codes.split(), "too_large"]:
        problem = PackProblem(code, "0", "không", "…")
        assert problem.text("vi") and problem.text("en")
