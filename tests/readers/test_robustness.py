"""Hostile, damaged and odd files, through the door that all files take: a code, never a traceback.

The hostile ones are read in one process with a limit of memory, so that none of them harms the
machine that tests them.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handling import ROOT, run
from huibian import readers
from huibian.diagnostics import Diagnostic, HuibianError
from readers.docx_files import PNG, docx, p, picture, table
from readers.hostile import CASES
from readers.pdf_files import Para, flow, pdf

TESTS = Path(__file__).parents[1]
MEMORY = 3_000_000_000


def outcome(data: bytes, name: str) -> str:
    try:
        return "read" if readers.read_bytes(data, name).lines else "nothing"
    except HuibianError as error:
        (finding,) = error.findings
        assert finding.path and finding.message and finding.hint
        return finding.code


@pytest.fixture(scope="module")
def outcomes() -> dict[str, str]:
    """What came of every hostile file, read within limits."""

    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    done = subprocess.run(
        [sys.executable, "-m", "readers.hostile"],
        cwd=TESTS,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        timeout=280,
        preexec_fn=limit if sys.platform == "linux" else None,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return dict(line.split("\t") for line in done.stdout.splitlines())


@pytest.mark.parametrize("name", CASES)
def test_hostile_files(name: str, outcomes: dict[str, str]) -> None:
    assert outcomes.get(name) in CASES[name][1]


# Truncated and mutated files

GOOD: dict[str, bytes] = {
    "材料.pdf": pdf(flow([Para("青禾县抓作风、促落实的具体做法。" * 6)] * 30)),
    "材料.docx": docx(
        *[p(f"第{n}段写的是具体做法。") for n in range(60)],
        table(("甲", "乙"), ("1", "2")),
        p(picture("rId9")),
        parts={"word/media/a.png": PNG},
        relationships={"rId9": ("image", "media/a.png")},
    ),
    "材料.html": (
        "<html><meta charset=utf-8><nav><a href=/>首页</a></nav>"
        + "<p>一段文字。</p><table><tr><td>甲<td>乙<tr><td>1<td>2</table>" * 40
    ).encode(),
    "材料.txt": "青禾县抓作风、促落实的具体做法。\n".encode() * 60,
}


@pytest.mark.parametrize("tenth", range(10))
@pytest.mark.parametrize("name", GOOD)
def test_a_file_cut_at_every_tenth(name: str, tenth: int) -> None:
    data = GOOD[name]
    cut = data[: len(data) * tenth // 10]
    if not cut:
        assert outcome(cut, name) == "HB101"
    elif name.endswith((".pdf", ".docx")):
        assert outcome(cut, name) == "HB108"
    else:
        assert outcome(cut, name) in {"read", "HB121"}


@pytest.mark.parametrize("name", GOOD)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(seed=st.integers(0, 10**6))
def test_mutated_files(name: str, seed: int) -> None:
    draw = random.Random(seed)
    data = bytearray(GOOD[name])
    for _ in range(draw.randint(1, 12)):
        at = draw.randrange(len(data))
        change = draw.randrange(4)
        if change == 0:
            data[at] = draw.randrange(256)
        elif change == 1:
            data[at:at] = draw.randbytes(draw.randrange(1, 9))
        elif change == 2:
            del data[at : at + draw.randrange(1, 200)]
        else:
            data[at:at] = data[draw.randrange(len(data)) :][: draw.randrange(1, 400)]
    found = outcome(bytes(data), name)
    assert found == "read" or found.startswith("HB1")


# What is no ordinary file


def failure(path: Path) -> Diagnostic:
    with pytest.raises(HuibianError) as caught:
        readers.read(path)
    (finding,) = caught.value.findings
    return finding


def _folder(path: Path) -> None:
    path.mkdir()


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _dangling(path: Path) -> None:
    path.symlink_to(path.with_name("没有的"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_folder, "是文件夹"),
        (_pipe, "管道"),
        (_loop, "绕成了圈"),
        (_dangling, "没有这个文件"),
        (lambda path: None, "没有这个文件"),
    ],
)
def test_what_is_no_ordinary_file(make: Callable[[Path], None], words: str, tmp_path: Path) -> None:
    make(tmp_path / "材料.docx")
    finding = failure(tmp_path / "材料.docx")
    assert finding.code == "HB105"
    assert words in finding.message


def test_names_that_no_system_takes() -> None:
    assert failure(Path("材料\x00.docx")).code == "HB105"
    assert failure(Path("长" * 5000)).code == "HB105"


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes there")
@pytest.mark.parametrize(
    "raw", ["材料.txt".encode("gb18030"), b"\xff\xfe.docx", b"a\nb.txt", b"-x.txt"]
)
def test_names_in_odd_encodings(raw: bytes, tmp_path: Path, site: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + raw))
    path.write_bytes(b"")
    result = run(site, "split", str(path))
    assert result.exit_code == 2
    assert "HB101" in result.output + result.stderr
    path.write_bytes((ROOT / "tests/data/small.txt").read_bytes())
    result = run(site, "split", str(path), "--collection", "odd")
    assert result.exit_code == 0, result.output
