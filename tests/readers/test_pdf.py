"""PDF: visual lines become the paragraphs they were set from; what cannot be read says why."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handling import ROOT
from huibian.diagnostics import HuibianError
from huibian.readers import pdf as reader
from huibian.readers import pdf_worker
from huibian.readers.reading import Reading
from readers.docx_files import docx, ink, p, run, texts
from readers.pdf_files import (
    HEIGHT,
    LEFT,
    PITCH,
    RIGHT,
    SIZE,
    TOP,
    WIDTH,
    Image,
    ImageReader,
    Para,
    Set,
    canvas,
    flow,
    pdf,
)
from readers.soffice import converted, needs_soffice

SENTENCE = "青禾县坚持问题导向，把作风建设抓在经常，推动各项工作落地见效。"


def read(data: bytes) -> Reading:
    return reader.read(data, "汇编.pdf", "汇编.pdf")


def code(data: bytes) -> str:
    with pytest.raises(HuibianError) as caught:
        read(data)
    (finding,) = caught.value.findings
    assert finding.path == "汇编.pdf"
    return finding.code


def body(reading: Reading) -> list[str]:
    return [x.text for x in reading.lines if x.style.role == "text" and x.text]


def prose(seed: int, count: int) -> list[str]:
    draw = random.Random(seed)
    words = [
        "推进",
        "落实",
        "服务群众",
        "基层治理",
        "项目建设",
        "，",
        "“三抓”",
        "机制",
        "督查",
        "调研",
    ]
    return [
        "".join(draw.choice(words) for _ in range(draw.randrange(3, 60))).strip("，") + "。"
        for _ in range(count)
    ]


# Paragraphs


@pytest.mark.parametrize("seed", range(6))
def test_wrapped_paragraphs_are_rejoined(seed: int) -> None:
    paragraphs = prose(seed, 60)
    reading = read(pdf(flow([Para(text) for text in paragraphs])))
    assert body(reading) == paragraphs
    assert reading.lines[-1].page > 1


def test_a_sentence_that_ends_at_full_width() -> None:
    """The hard case: the indent of the next line is all that parts the paragraphs."""
    full = "全" * 23 + "。"  # 24 characters after an indent of two fill the line
    paragraphs = [full, "次段也从头写起，" + SENTENCE, full, SENTENCE]
    assert body(read(pdf(flow([Para(text) for text in paragraphs])))) == paragraphs


def test_paragraphs_without_indent() -> None:
    paragraphs = [SENTENCE * 3, SENTENCE * 2 + "到此", SENTENCE]
    data = pdf(flow([Para(text, indent=0, space=10) for text in paragraphs]))
    assert body(read(data)) == paragraphs


def test_a_paragraph_goes_on_over_the_page() -> None:
    paragraphs = [SENTENCE] * 11 + [SENTENCE * 4]
    reading = read(pdf(flow([Para(text) for text in paragraphs])))
    assert body(reading) == paragraphs
    assert not any(x.style.page_break for x in reading.lines)


def test_titles_stand_alone_with_their_looks() -> None:
    reading = read(
        pdf(
            flow(
                [
                    Para("作风建设经验汇编", centred=True, size=22, bold=True),
                    Para(SENTENCE * 2, space=30),
                    Para("一、抓学习", bold=True),
                    Para(SENTENCE),
                    Para("下一篇的标题", centred=True, size=22, new_page=True),
                    Para(SENTENCE),
                ]
            )
        )
    )
    lines = {x.text: x for x in reading.lines}
    title = lines["作风建设经验汇编"].style
    assert (title.centred, title.size, title.bold) == (True, 22.0, True)
    assert lines["一、抓学习"].style.bold and not lines["一、抓学习"].style.centred
    assert not lines[SENTENCE].style.bold and lines[SENTENCE].style.size == SIZE
    assert lines["下一篇的标题"].style.page_break and lines["下一篇的标题"].page == 2
    assert texts(reading)[1] == ""  # the wide gap below the title


def test_a_centred_title_over_two_lines_is_joined() -> None:
    title = "青禾县以作风建设新成效推动高质量发展迈上新台阶"
    page = [
        Set(title[:19], (LEFT + RIGHT - 19 * 21) / 2, TOP, 21),
        Set(title[19:], (LEFT + RIGHT - (len(title) - 19) * 21) / 2, TOP + PITCH, 21),
        *[Set("正" * 24, LEFT + 32, TOP + PITCH * (3 + n)) for n in range(8)],
    ]
    assert body(read(pdf([page])))[0] == title


def test_two_columns() -> None:
    left = [Set("左栏的文字写满一行又一行", LEFT, TOP + n * PITCH) for n in range(10)]
    right = [Set("右栏的文字写满一行又一行", LEFT + 220, TOP + n * PITCH) for n in range(10)]
    whole = "".join(body(read(pdf([[*left, *right]]))))
    assert whole == "左栏的文字写满一行又一行" * 10 + "右栏的文字写满一行又一行" * 10


def test_the_outline_gives_heading_levels() -> None:
    pages = flow([Para("抓学习促提升", indent=0), Para(SENTENCE), Para("抓落实", new_page=True)])
    data = pdf(pages, outline=[(1, "抓学习促提升", 0), (2, "抓 落实", 1)])
    levels = {x.text: x.style.heading for x in read(data).lines if x.text}
    assert levels == {"抓学习促提升": 1, SENTENCE: 0, "抓落实": 2}


# Running heads and folios


@pytest.mark.parametrize("folio", ["— {} —", "{}", "第 {} 页", "{}/9", "- {} -", "第{}页 共9页"])
def test_running_heads_and_folios_are_furniture(folio: str) -> None:
    pages = flow([Para(text) for text in prose(5, 120)])
    assert len(pages) > 3
    furnished = [
        [
            Set("作风建设经验汇编" if n % 2 else "青禾县委办公室编", LEFT, 50, 9),
            *page,
            Set(folio.format(n), 290, HEIGHT - 40, 10),
        ]
        for n, page in enumerate(pages, 1)
    ]
    reading = read(pdf(furnished))
    assert body(reading) == prose(5, 120)
    kinds = [x.style.furniture for x in reading.lines if x.style.role == "furniture"]
    assert sorted(kinds) == ["page-number"] * len(pages) + ["running-head"] * len(pages)


def test_heads_that_change_are_known_by_their_height() -> None:
    pages = flow([Para(text) for text in prose(2, 80)])
    names = ["青禾县", "柳泉镇", "望川市", "兰汀县", "白榆市", "云麓县", "松渡乡"]
    data = pdf([[Set(f"{names[n % 7]}材料", 400, 50, 9), *page] for n, page in enumerate(pages)])
    assert body(read(data)) == prose(2, 80)


def test_numbers_of_the_text_are_no_folios() -> None:
    pages = [
        [
            *[Set("甲乙丙丁"[page] + "地的一行文字", LEFT, TOP + n * PITCH) for n in range(23)],
            Set(str(2020 + page), LEFT, TOP + 23 * PITCH),
        ]
        for page in range(4)
    ]
    assert not any(x.style.role == "furniture" for x in read(pdf(pages)).lines)


def test_titles_of_one_page_articles_are_no_heads() -> None:
    names = ["青禾县", "柳泉镇", "望川市", "兰汀县"]
    paragraphs = []
    for name in names:
        paragraphs.append(Para(f"{name}经验做法", centred=True, size=20, new_page=True))
        paragraphs += [Para(SENTENCE * 2, space=20), Para(SENTENCE)]
    reading = read(pdf(flow(paragraphs)[1:]))
    assert [f"{name}经验做法" in body(reading) for name in names] == [True] * 4


def test_every_character_is_kept(tmp_path: Path) -> None:
    pages = flow([Para(text) for text in prose(9, 90)])
    data = pdf(
        [
            [Set("书眉", LEFT, 50, 9), *page, Set(str(n), 290, 810, 9)]
            for n, page in enumerate(pages, 1)
        ]
    )
    wanted = "".join(
        line[0] for page in pdf_worker.extract(data, tmp_path)["pages"] for line in page["lines"]
    )
    assert sorted(ink("".join(texts(read(data))))) == sorted(ink(wanted))


# Tables, images, notes, pages that stand otherwise


def page_of(*draw: Callable[[Any], None]) -> bytes:
    """Return a PDF with a page for each of the functions that draw one."""
    stream = io.BytesIO()
    out = canvas.Canvas(stream, pagesize=(WIDTH, HEIGHT), invariant=True)
    for one in draw:
        one(out)
        out.showPage()
    out.save()
    return stream.getvalue()


def write(out: Any, text: str, x: float, y: float, size: float = SIZE) -> None:
    line = out.beginText(x, HEIGHT - y)
    line.setFont("STSong-Light", size)
    line.textOut(text)
    out.drawText(line)


def drawn_lines(reading: Reading) -> list[tuple[str, str]]:
    return [
        (x.style.role, x.style.image or x.text) for x in reading.lines if x.text or x.style.image
    ]


def test_a_ruled_table_between_paragraphs() -> None:
    def draw(out: Any) -> None:
        write(out, "表前的文字说明下面的数字。", 122, 100)
        for y in (130, 160, 190):
            out.line(90, HEIGHT - y, 490, HEIGHT - y)
        for x in (90, 250, 490):
            out.line(x, HEIGHT - 130, x, HEIGHT - 190)
        for x, y, text in (
            (95, 152, "月份"),
            (255, 152, "人次"),
            (95, 182, "三月"),
            (255, 182, "50"),
        ):
            write(out, text, x, y, 12)
        write(out, "表后的文字。", 122, 260)

    assert drawn_lines(read(page_of(draw))) == [
        ("text", "表前的文字说明下面的数字。"),
        ("table", "月份\t人次"),
        ("table", "三月\t50"),
        ("text", "表后的文字。"),
    ]


def picture(colour: tuple[int, ...], kind: str) -> ImageReader:
    stream = io.BytesIO()
    Image.new("RGBA" if len(colour) > 3 else "RGB", (80, 60), colour).save(stream, kind)
    return ImageReader(io.BytesIO(stream.getvalue()))


def test_images_are_attachments_in_their_place() -> None:
    def draw(out: Any) -> None:
        write(out, "图前的文字。", 122, 100)
        out.drawImage(picture((200, 10, 10), "PNG"), 100, HEIGHT - 300, 200, 150)
        write(out, "两幅图之间的文字。", 122, 340)
        out.drawImage(picture((10, 200, 10), "JPEG"), 100, HEIGHT - 560, 200, 150)
        out.drawImage(picture((1, 2, 3), "PNG"), 10, 10, 5, 5)  # an ornament
        write(out, "图后的文字。", 122, 600)

    reading = read(page_of(draw))
    assert drawn_lines(reading) == [
        ("text", "图前的文字。"),
        ("image", "image-01.png"),
        ("text", "两幅图之间的文字。"),
        ("image", "image-02.jpg"),
        ("text", "图后的文字。"),
    ]
    colours = [
        Image.open(io.BytesIO(content)).convert("RGB").getpixel((40, 30))
        for _, content in reading.attachments
    ]
    assert colours[0] == (200, 10, 10)
    assert all(abs(a - b) < 4 for a, b in zip(colours[1], (10, 200, 10), strict=True))
    assert not reading.findings


def test_images_that_cannot_be_taken_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    launch = reader._LAUNCH.replace("import main; main()", "import main, sys as s\n")
    launch += "import huibian.readers.pdf_worker as w; w._MAX_PIXELS = 10; main()"
    monkeypatch.setattr(reader, "_LAUNCH", launch)

    def draw(out: Any) -> None:
        write(out, "图前的文字。", 122, 100)
        out.drawImage(picture((200, 10, 10), "PNG"), 100, HEIGHT - 300, 200, 150)

    (finding,) = read(page_of(draw)).findings
    assert finding.code == "HB118"
    assert "1 幅" in finding.message and "第 1 页" in finding.message


def test_an_emblem_on_every_page_is_no_image_of_an_article() -> None:
    def draw(out: Any) -> None:
        out.drawImage(picture((200, 10, 10), "PNG"), 40, HEIGHT - 60, 40, 40)
        write(out, "这一页的文字。", 122, 100)

    assert not read(page_of(*[draw] * 4)).attachments


def test_the_scan_below_recognised_text_is_left_out() -> None:
    def draw(out: Any) -> None:
        out.drawImage(picture((250, 250, 250), "PNG"), 0, 0, WIDTH, HEIGHT)
        write(out, "识别出来的文字盖在扫描的图像上面，一共二十多个字。", 90, 100)

    reading = read(page_of(draw))
    assert drawn_lines(reading) == [("text", "识别出来的文字盖在扫描的图像上面，一共二十多个字。")]


@pytest.mark.parametrize("ruled", [False, True])
def test_a_footnote_follows_the_paragraph_that_has_its_mark(ruled: bool) -> None:
    def draw(out: Any) -> None:
        write(out, "满" * 26, LEFT, TOP - PITCH)
        write(out, "第一段的数字见公报", LEFT + 2 * SIZE, TOP)
        write(out, "1", LEFT + 11 * SIZE, TOP - 6, 8)
        write(out, "。", LEFT + 11.3 * SIZE, TOP)
        write(out, "第二段另起一行。", LEFT + 2 * SIZE, TOP + PITCH)
        if ruled:
            out.line(LEFT, HEIGHT - 680, LEFT + 140, HEIGHT - 680)
        write(out, "1 当年的统计公报。", LEFT, 700, SIZE if ruled else 9)

    assert drawn_lines(read(page_of(draw))) == [
        ("text", "满" * 26),
        ("text", "第一段的数字见公报〔1〕。"),
        ("note", "1 当年的统计公报。"),
        ("text", "第二段另起一行。"),
    ]


def test_footnotes_follow_the_paragraph_that_they_interrupt() -> None:
    def first(out: Any) -> None:
        write(out, "　　" + "全" * 24, LEFT, TOP)
        for n in range(1, 20):
            write(out, "全" * 26, LEFT, TOP + n * PITCH)
        write(out, "①数字来自当年的统计公报，由县里的统计部门逐项", LEFT, 700, 9)
        write(out, "核对过。", LEFT, 712, 9)

    def second(out: Any) -> None:
        write(out, "写到这里为止。", LEFT, TOP)
        write(out, "次段另起一行。", LEFT + 2 * SIZE, TOP + PITCH)

    assert drawn_lines(read(page_of(first, second))) == [
        ("text", "全" * (24 + 19 * 26) + "写到这里为止。"),
        ("note", "①数字来自当年的统计公报，由县里的统计部门逐项核对过。"),
        ("text", "次段另起一行。"),
    ]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_that_stand_on_their_side(turn: int) -> None:
    paragraph = "横" * 25 + "到此为止。"

    def draw(out: Any) -> None:
        out.translate(300, 420)
        out.rotate(turn)
        out.translate(-300, -420)
        write(out, paragraph[:20], 132, 300)
        write(out, paragraph[20:], 100, 328)

    assert drawn_lines(read(page_of(draw))) == [("text", paragraph)]


def test_vertical_text_is_read_by_column_and_reported() -> None:
    columns = ["竖排的文字从右边", "第一列写起，到左", "边最后一列结束。"]

    def draw(out: Any) -> None:
        for number, column in enumerate(columns):
            for at, char in enumerate(column):
                write(out, char, 450 - 30 * number, 100 + 20 * at)

    reading = read(page_of(draw))
    assert "".join(body(reading)) == "".join(columns)
    (finding,) = reading.findings
    assert (finding.code, finding.severity) == ("HB117", "warning")


def test_a_watermark_is_furniture() -> None:
    def draw(out: Any) -> None:
        write(out, SENTENCE[:20], 122, 100)
        out.translate(200, 300)
        out.rotate(45)
        write(out, "内部资料", 0, 0, 40)

    lines = [(x.style.furniture, x.text) for x in read(page_of(draw)).lines]
    assert lines == [("", SENTENCE[:20]), ("watermark", "内部资料")]


TEXT = [
    text
    for line in (ROOT / "docs/collections/sample/source/original.txt")
    .read_text(encoding="utf-8")
    .split("\n")
    if (text := line.strip())
]


@needs_soffice
@pytest.mark.parametrize(
    ("size", "bold", "columns"), [(16, False, 1), (12, True, 1), (10.5, False, 2)]
)
def test_a_compilation_comes_back_whole(
    size: float, bold: bool, columns: int, tmp_path: Path
) -> None:
    """Every character in its place, and every paragraph where it began."""
    look = f'<w:rFonts w:eastAsia="Noto Serif CJK SC"/>{"<w:b/>" if bold else ""}'
    look += f'<w:sz w:val="{round(size * 2)}"/>'
    indent = f'<w:ind w:firstLine="{round(size * 40)}"/>'
    section = f'<w:sectPr><w:cols w:num="{columns}" w:space="720"/></w:sectPr>'
    source = docx(*[p(run(text, look), properties=indent) for text in TEXT], section)
    reading = read(converted(source, ".docx", "pdf", tmp_path))
    assert [ink(x.text) for x in reading.lines if x.text] == [ink(text) for text in TEXT]


SPACED = (
    "1. 以党建引领促发展",
    "01 抓实网格",
    "one stop service of 2025",
    "“Happy Village” 品牌",
    "1. 一二\u3000三四",
)


def test_blanks_of_a_pdf_from_reportlab() -> None:
    spread = "签名：      李 明      2023 年"
    pages = [[Set(text, LEFT, TOP + 3 * PITCH * at) for at, text in enumerate((*SPACED, spread))]]
    assert body(read(pdf(pages))) == [*SPACED, "签名： 李 明 2023 年"]


@needs_soffice
def test_blanks_of_a_pdf_from_libreoffice(tmp_path: Path) -> None:
    look = '<w:rFonts w:eastAsia="Noto Serif CJK SC"/><w:sz w:val="32"/>'
    spread = "签名：      李 明      2023 年"
    filled = SENTENCE * 2  # shows how wide the column is
    source = docx(*[p(run(text, look)) for text in (filled, *SPACED, spread)])
    reading = read(converted(source, ".docx", "pdf", tmp_path))
    assert body(reading) == [filled, *SPACED, "签名： 李 明 2023 年"]


@needs_soffice
def test_a_pdf_from_libreoffice(tmp_path: Path) -> None:
    paragraphs = prose(11, 40)
    centred = '<w:jc w:val="center"/>'
    indent = '<w:ind w:firstLine="480"/>'
    source = docx(
        p("作风建设经验汇编", properties=centred), *[p(t, properties=indent) for t in paragraphs]
    )
    reading = read(converted(source, ".docx", "pdf", tmp_path))
    assert body(reading) == ["作风建设经验汇编", *paragraphs]
    assert reading.lines[0].style.centred


# What cannot be read

GOOD = pdf(flow([Para(text) for text in prose(1, 30)]))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "HB101"),
        (b"PK\x03\x04", "HB108"),
        (b"%PDF-1.4\n%%EOF", "HB108"),
        (GOOD[: len(GOOD) // 2], "HB108"),
        (GOOD[:-2000], "HB108"),
        (pdf(flow([Para("密")]), password="secret"), "HB110"),
        (pdf([[], []], images=[1, 2]), "HB111"),
        (pdf([[], []]), "HB101"),
        (pdf([[Set("\ue123" * 40 + "字", LEFT, TOP)]]), "HB115"),
    ],
)
def test_what_is_refused(data: bytes, expected: str) -> None:
    assert code(data) == expected


def test_a_scan_says_how_many_pages_and_what_to_do() -> None:
    with pytest.raises(HuibianError) as caught:
        read(pdf([[], [], []], images=[1, 2, 3]))
    assert "3 页" in str(caught.value) and "OCR" in str(caught.value)


def test_a_scanned_page_among_others_is_an_image_line() -> None:
    reading = read(pdf([*flow([Para(SENTENCE)]), [], *flow([Para(SENTENCE)])], images=[2]))
    assert [(x.text, x.style.role, x.style.image, x.page) for x in reading.lines] == [
        (SENTENCE, "text", "", 1),
        ("", "image", "image-01.png", 2),
        (SENTENCE, "text", "", 3),
    ]
    (finding,) = reading.findings
    assert (finding.code, finding.severity) == ("HB116", "warning")
    assert "第 2 页" in finding.message


def test_a_password_that_only_forbids_copying() -> None:
    assert body(read(pdf(flow([Para(SENTENCE)]), password=""))) == [SENTENCE]


def test_a_worker_that_dies_hangs_or_babbles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_LAUNCH", "import os; os.abort()")
    assert code(GOOD) == "HB108"
    monkeypatch.setattr(reader, "_LAUNCH", "print('[]')")
    assert code(GOOD) == "HB108"
    monkeypatch.setattr(reader, "_LAUNCH", "import time; time.sleep(60)")
    monkeypatch.setattr(reader, "_SECONDS", 0.5)
    assert code(GOOD) == "HB114"


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is set where the system has one")
def test_the_worker_has_a_memory_limit() -> None:
    launch = (
        "from huibian.readers import pdf_worker as w; w._limit_memory(); "
        "import sys\ntry: bytearray(w.MEMORY_LIMIT)\nexcept MemoryError: sys.exit(7)"
    )
    assert subprocess.run([sys.executable, "-c", launch], check=False).returncode == 7


few = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
flips = st.lists(st.tuples(st.integers(0, 10**7), st.integers(1, 255)), min_size=1, max_size=8)


@few
@given(changes=flips)
def test_a_damaged_pdf_gives_lines_or_a_diagnostic(changes: list[tuple[int, int]]) -> None:
    """In this process, for speed: the library itself must bear it, not only our isolation."""
    data = bytearray(GOOD)
    for at, value in changes:
        data[at % len(data)] ^= value
    with tempfile.TemporaryDirectory() as folder:
        content = pdf_worker.extract(bytes(data), Path(folder))
    if "error" in content:
        assert content["error"] in {"format", "password", "page"}
        return
    original, reader._extract = reader._extract, lambda *_: content  # type: ignore[assignment]
    try:
        assert read(bytes(data)).lines
    except HuibianError as error:
        assert error.findings
    finally:
        reader._extract = original


numbers = st.floats(-1e5, 1e5, allow_nan=False)
visual = st.tuples(
    st.text("字，。1a \ue000", min_size=1, max_size=12),
    numbers,
    numbers,
    numbers,
    st.floats(0, 500),
    st.booleans(),
    st.sampled_from(["", "L", "R"]),
    st.sampled_from(["", "", "table", "tilted"]),
)


@few
@given(st.lists(st.lists(visual, max_size=8), min_size=1, max_size=5))
def test_no_geometry_is_too_odd(pages: list[list[tuple[object, ...]]]) -> None:
    content = {
        "pages": [
            {
                **{"width": 595, "height": 842, "drawn": True, "vertical": False, "left_out": 0},
                "separators": [700.0],
                "lines": page,
            }
            for page in pages
        ],
        "outline": [],
    }
    original, reader._extract = reader._extract, lambda *_: content  # type: ignore[assignment]
    try:
        reading = read(b"%PDF-1.7\n%%EOF")
    except HuibianError as error:
        assert error.findings
    else:
        given_ink = ink("".join(str(line[0]) for page in pages for line in page))
        assert sorted(ink("".join(texts(reading)))) == sorted(given_ink)
    finally:
        reader._extract = original
