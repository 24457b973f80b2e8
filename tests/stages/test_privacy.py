"""Questions about what articles say: personal data and advertising, with what settles them."""

from __future__ import annotations

import random
import re
import shlex
from typing import Any

import pytest

import samples
from describe import compiled
from huibian import edits, pipeline
from huibian.model import Line, Question
from huibian.pipeline import Compilation
from huibian.planfile import dump_plan
from huibian.schema import Confirm, Cut, Drop, Edit, Keep, Mask
from huibian.vocabulary.bundle import Vocabularies

WORDS = random.Random(11)
ONE, OTHER = (samples.article(WORDS, 5, "chinese") for _ in range(2))
NUMBER, SHOWN = "13800010002", "138****0002"
CALL = f"逐户登记诉求，谁家有急事就打李某某的电话{NUMBER}，随叫随到，两个多月走访三百多户。"
AD = "更多公文素材请关注公众号“某某文稿”。"


def source(*more: str, before: str = "") -> str:
    """Two articles; ``more`` are lines within the second one."""
    lines = list(OTHER.lines)
    lines[1:1] = more
    first = f"{ONE.title}\n\n" + "\n".join(ONE.lines)
    return (
        f"便民材料汇编（2篇）\n{before}\n\n{first}\n\n\n{OTHER.title}\n\n" + "\n".join(lines) + "\n"
    )


def asked(made: Compilation, *codes: str) -> list[Question]:
    return [one for one in made.plan.questions if one.code in (codes or ("HB220", "HB221"))]


def at(text: str, wanted: str) -> Any:
    number = text.split("\n").index(wanted) + 1
    return edits.anchor(Line(number, wanted))


def line(text: str, wanted: str) -> int:
    return text.split("\n").index(wanted) + 1


def spreads(made: Compilation, *numbers: str) -> bool:
    """Say whether anything but the pages shows a number in full."""
    shown = dump_plan(made.plan_file) + "".join(one.text() for one in made.findings)
    return any(number in shown for number in numbers)


def test_a_number_in_a_sentence_is_to_be_masked(vocabularies: Vocabularies) -> None:
    text = source(CALL)
    made = compiled(text, vocabularies)
    (question,) = asked(made)
    number = line(text, CALL)
    assert (question.code, question.line) == ("HB220", number)
    assert question.command == f"--mask {number}"
    assert [(one.rule, one.line) for one in question.evidence] == [("mobile", number)]
    assert SHOWN in question.evidence[0].text
    assert dict(question.values)["where"] == "第 2 篇"
    assert not spreads(made, NUMBER)
    assert [one.article for one in made.plan_file.questions if one.code == "HB220"] == [2]


def test_a_line_that_is_only_contact_is_to_be_dropped(vocabularies: Vocabularies) -> None:
    contact = "联系人：王某　电话：１３９００010003　邮箱：wang@example.com"
    text = source("更多的事还在后头。" + "办完以后回头再问一遍。" * 3, contact, CALL)
    made = compiled(text, vocabularies)
    (question,) = asked(made)
    where = line(text, contact)
    assert question.command == f"--drop {where} --mask {where + 1}"
    assert "手机号码 2 处、电子邮箱 1 处" in dict(question.values)["found"]
    assert not spreads(made, NUMBER, "0010003", "wang@")


def test_a_row_of_a_table_is_masked_and_not_dropped(vocabularies: Vocabularies) -> None:
    from dataclasses import replace

    from huibian import readers
    from huibian.model import LineStyle

    text = source(f"王某\t\t{NUMBER}\t组长")
    document = readers.read_bytes(text.encode(), "来稿.txt")
    where = line(text, f"王某\t\t{NUMBER}\t组长")
    rows = [
        replace(one, style=LineStyle(role="table")) if one.number == where else one
        for one in document.lines
    ]
    document = replace(document, lines=tuple(rows))
    mask = Mask(op="mask", first=edits.anchor(rows[where - 1]), last=edits.anchor(rows[where - 1]))
    (question,) = asked(
        pipeline.compile_document(document, "demo", vocabularies, added="2026-11-21")
    )
    assert question.command == f"--mask {where}"
    made = pipeline.compile_document(
        document, "demo", vocabularies, added="2026-11-21", edits=[mask]
    )
    assert "| 王某 |  | 138\\*\\*\\*\\*0002 | 组长 |" in made.pages["02.md"]
    assert asked(made) == []


def test_many_finds_are_one_question_and_one_command(vocabularies: Vocabularies) -> None:
    contacts = [f"联系人：王某　电话：139000100{n:02}" for n in range(30)]
    spaced = [part for one in contacts for part in (one, "邻里之间先商量后动手。" * 3)]
    text = source(*spaced)
    (question,) = asked(compiled(text, vocabularies))
    first, last = line(text, contacts[0]), line(text, contacts[-1])
    assert question.command == f"--mask {first}-{last}"
    assert len(question.evidence) == 5
    assert "手机号码 30 处" in dict(question.values)["found"]


def test_preliminaries_are_asked_about(vocabularies: Vocabularies) -> None:
    text = source(before=f"编者电话：{NUMBER}")
    made = compiled(text, vocabularies)
    (question,) = asked(made)
    assert (question.line, question.command) == (2, "--drop 2")
    assert dict(question.values)["where"] == "卷首"


def test_the_title_of_the_compilation_is_masked(vocabularies: Vocabularies) -> None:
    head = f"便民材料汇编（订阅{NUMBER}）"
    text = source().replace("便民材料汇编（2篇）", head)
    made = compiled(text, vocabularies)
    assert (made.plan.title, made.plan.title_line) == (head, 1)
    made = compiled(
        text, vocabularies, edits=[Mask(op="mask", first=at(text, head), last=at(text, head))]
    )
    assert made.plan.title == head.replace(NUMBER, SHOWN)
    assert NUMBER not in made.pages["index.md"]


def test_a_line_of_contact_is_no_title_of_the_compilation(vocabularies: Vocabularies) -> None:
    text = source().replace("便民材料汇编（2篇）", f"编者电话：{NUMBER}")
    made = compiled(text, vocabularies)
    assert made.plan.title == ""
    assert [one.title for one in made.articles] == [ONE.title, OTHER.title]
    (question,) = asked(made)
    assert (question.line, question.command) == (1, "--drop 1")


def test_a_title_is_masked_and_not_dropped(vocabularies: Vocabularies) -> None:
    text = source().replace(OTHER.title, f"{OTHER.title}{NUMBER}")
    made = compiled(text, vocabularies)
    (question,) = asked(made)
    where = line(text, f"{OTHER.title}{NUMBER}")
    assert question.command == f"--mask {where}"
    anchor = at(text, f"{OTHER.title}{NUMBER}")
    made = compiled(text, vocabularies, edits=[Mask(op="mask", first=anchor, last=anchor)])
    assert made.articles[1].title == f"{OTHER.title}{SHOWN}"
    assert asked(made) == []


def test_a_mask_changes_the_page_and_accounts_for_the_digits(vocabularies: Vocabularies) -> None:
    text = source(CALL, f"又打了一次 138 0001\u200b 0002 还是{NUMBER}，" + CALL)
    anchors = at(text, CALL), at(text, text.split("\n")[line(text, CALL)])
    mask = Mask(op="mask", first=anchors[0], last=anchors[1])
    made = compiled(text, vocabularies, edits=[mask])
    body = made.pages["02.md"].replace("\\", "")
    assert body.count(SHOWN) == 3 and "138 **** 0002" in body
    assert "0001" not in body
    masked = [piece for piece in made.plan.dropped if piece.rule == "masked"]
    source_lines = text.split("\n")
    columns = [source_lines[one.span.line - 1][one.span.start : one.span.end] for one in masked]
    assert columns == ["0001"] * 4
    assert {one.text for one in masked} == {"****"}
    assert asked(made) == []
    assert not spreads(made, NUMBER, "0001")


def test_keep_brings_a_masked_number_and_cut_words_back(vocabularies: Vocabularies) -> None:
    mixed = CALL + AD
    text = source(mixed)
    anchor = at(text, mixed)
    decided: list[Edit] = [
        Mask(op="mask", first=anchor, last=anchor),
        Cut(op="cut", at=anchor, text=AD),
    ]
    made = compiled(text, vocabularies, edits=decided)
    assert asked(made) == []
    assert "某某文稿" not in made.pages["02.md"]
    keep = Keep(op="keep", first=anchor, last=anchor)
    made = compiled(text, vocabularies, edits=[*decided, keep])
    assert NUMBER in made.pages["02.md"] and "某某文稿" in made.pages["02.md"]


def test_dropping_a_masked_line_is_allowed(vocabularies: Vocabularies) -> None:
    text = source(CALL)
    anchor = at(text, CALL)
    decided: list[Edit] = [
        Mask(op="mask", first=anchor, last=anchor),
        Drop(op="drop", first=anchor, last=anchor),
    ]
    made = compiled(text, vocabularies, edits=decided)
    assert "李某某" not in made.pages["02.md"]
    assert not spreads(made, NUMBER)


def test_confirming_the_line_settles_the_article(vocabularies: Vocabularies) -> None:
    text = source(CALL, "夜里也有人接电话，号码是15900010005，打了就有人来。" + CALL[-20:])
    (question,) = asked(compiled(text, vocabularies))
    assert dict(question.values)["found"].startswith("手机号码 2 处")
    made = compiled(text, vocabularies, edits=[Confirm(op="confirm", at=at(text, CALL))])
    assert asked(made) == []


def test_an_anchor_spreads_no_number_and_finds_its_line(vocabularies: Vocabularies) -> None:
    anchor = at(source(CALL), CALL)
    assert NUMBER not in anchor.text and SHOWN in anchor.text
    text = source("投诉比去年少了一半，群众评分超过九十分。" * 3, CALL)
    made = compiled(text, vocabularies, edits=[Mask(op="mask", first=anchor, last=anchor)])
    assert asked(made) == []
    # one that was written with the number in full is found, too
    full = anchor.model_copy(update={"text": CALL[:60]})
    made = compiled(text, vocabularies, edits=[Mask(op="mask", first=full, last=full)])
    assert asked(made) == []


# --- advertising ------------------------------------------------------------------------------


def test_a_sentence_in_a_paragraph_is_to_be_cut(vocabularies: Vocabularies) -> None:
    paragraph = "先把家底摸清楚，逐户登记诉求。" * 5 + AD + "把台账挂在墙上。"
    text = source(paragraph)
    (question,) = asked(compiled(text, vocabularies))
    where = line(text, paragraph)
    assert (question.code, question.line) == ("HB221", where)
    assert shlex.split(question.command) == ["--cut", str(where), AD]
    assert [(one.rule, one.text) for one in question.evidence] == [("more-texts", AD)]
    cut = Cut(op="cut", at=at(text, paragraph), text=shlex.split(question.command)[2])
    made = compiled(text, vocabularies, edits=[cut])
    assert asked(made) == []
    assert "某某文稿" not in made.pages["02.md"]
    assert made.pages["02.md"].count("先把家底摸清楚，逐户登记诉求。" * 5 + "把台账挂在墙上。") == 1
    (piece,) = [one for one in made.plan.dropped if one.span.line == where]
    assert (piece.text, piece.rule) == (AD, "editor")


def test_a_line_of_advertising_is_to_be_dropped(vocabularies: Vocabularies) -> None:
    advert = f"承接各类文稿，联系电话{NUMBER}。点击下载全文。"
    text = source("投诉比去年少了一半。" * 6, advert)
    made = compiled(text, vocabularies)
    personal, advertising = asked(made)
    where = line(text, advert)
    assert (advertising.line, advertising.command) == (where, f"--drop {where}")
    assert dict(advertising.values)["many"] == "等 2 处"
    assert SHOWN in advertising.evidence[0].text
    assert personal.command == f"--mask {where}"
    assert not spreads(made, NUMBER)
    confirm = Confirm(op="confirm", at=at(text, advert))
    assert asked(compiled(text, vocabularies, edits=[confirm])) == []


def test_words_with_a_number_can_be_cut(vocabularies: Vocabularies) -> None:
    advert = f"承接各类文稿，联系电话{NUMBER}。"
    paragraph = "先把家底摸清楚，逐户登记诉求。" * 5 + advert
    text = source(paragraph)
    question = asked(compiled(text, vocabularies), "HB221")[0]
    words = shlex.split(question.command)[2]
    assert NUMBER not in words
    made = compiled(text, vocabularies, edits=[Cut(op="cut", at=at(text, paragraph), text=words)])
    assert "承接" not in made.pages["02.md"]
    assert not spreads(made, NUMBER)


@pytest.mark.parametrize("sign", ['"', "'", "$(id)", "`id`", "\\"])
def test_a_command_holds_any_sentence_as_one_word(sign: str, vocabularies: Vocabularies) -> None:
    advert = f"更多公文素材请关注公众号{sign}某某文稿{sign}。"
    paragraph = "先把家底摸清楚，逐户登记诉求。" * 5 + advert
    text = source(paragraph)
    (question,) = asked(compiled(text, vocabularies))
    assert shlex.split(question.command)[2:] == [advert]


def test_very_many_adverts_are_one_question_with_a_short_command(
    vocabularies: Vocabularies,
) -> None:
    paragraphs = ["先把家底摸清楚，逐户登记诉求。" * 5 + AD for _ in range(40)]
    (question,) = asked(compiled(source(*paragraphs), vocabularies))
    assert len(re.findall("--cut", question.command)) == 6
    assert dict(question.values)["many"] == "等 40 处"
