"""Classification: themes by weighted words, and a collection's own theme kept in its place."""

from __future__ import annotations

from huibian.stages.classify import ThemeScores, kind_of, shared_themes, theme_scores, themes_of
from huibian.vocabulary.bundle import Vocabularies
from huibian.vocabulary.cues import load_kinds
from huibian.vocabulary.themes import Theme, Themes

WATER = Theme("water", "水利", "", (("灌区", 5), ("渠道", 3)))
FIRE = Theme("fire", "消防", "", (("火灾", 5), ("灭火器", 3)))
STYLE = Theme("style", "作风", "", (("作风", 5),))
THEMES = Themes([WATER, FIRE, STYLE])


def scores(title: str, text: str) -> ThemeScores:
    return theme_scores(title, text, THEMES)


def labels(found: ThemeScores, shared: tuple[str, ...] = ()) -> list[str]:
    return [finding.value for finding in themes_of(found, shared)]


def test_words_and_their_weights() -> None:
    found = scores("", "灌区里渠道多，渠道长。")
    assert set(found) == {"水利"}
    assert found["水利"][1] == ("灌区", "渠道")
    assert scores("", "春天来了。") == {}


def test_a_word_in_the_title_counts_more() -> None:
    assert scores("灌区纪事", "春天来了。")["水利"][0] > scores("", "灌区灌区。")["水利"][0]


def test_longer_texts_need_more() -> None:
    short, long = scores("", "灌区。"), scores("", "灌区。" + "字" * 5000)
    assert short["水利"][0] > long["水利"][0]


def test_the_most_telling_first() -> None:
    found = scores("灌区灭火", "灌区。" * 9 + "火灾。" * 9)
    assert labels(found) == ["水利", "消防"]


def test_a_passing_mention_is_no_theme() -> None:
    assert labels({"水利": (20.0, ("灌区",)), "消防": (4.1, ("火灾",))}) == ["水利"]


def test_a_faint_theme_is_a_question() -> None:
    (finding,) = themes_of({"水利": (3.0, ("渠道",))}, ())
    assert (finding.value, finding.doubt) == ("水利", "依据较少")
    assert themes_of({"水利": (1.5, ("渠道",))}, ()) == ()


def test_at_most_four() -> None:
    found = {f"主题{n}": (10.0, ("词",)) for n in range(9)}
    assert len(labels(found)) == 4


def test_shared_themes() -> None:
    each = [{"作风": (9.0, ("作风",))} for _ in range(5)]
    assert shared_themes(each) == ("作风",)
    assert shared_themes(each[:4]) == ()
    assert shared_themes([*each, {}, {}, {}, {}]) == ()
    assert shared_themes([{"作风": (3.0, ("作风",))}] * 9) == ()


def test_a_shared_theme_comes_last_and_only_in_need() -> None:
    found = {"作风": (30.0, ("作风",)), "水利": (9.0, ("灌区",)), "消防": (8.0, ("火灾",))}
    assert labels(found, ("作风",)) == ["水利", "消防"]
    assert labels({key: found[key] for key in ("作风", "水利")}, ("作风",)) == ["水利", "作风"]
    assert labels({"作风": (30.0, ("作风",))}, ("作风",)) == ["作风"]


def test_evidence_holds_the_words() -> None:
    (finding,) = themes_of(scores("灌区", "灌区渠道。"), ())
    assert finding.evidence[0].text == "灌区、渠道"
    assert 0 < finding.score <= 1


def test_scores_do_not_depend_on_other_themes(vocabularies: Vocabularies) -> None:
    text = "灌区渠道水费抗旱，消防站里有灭火器，养老院食堂。" * 5
    whole = theme_scores("灌区纪事", text, vocabularies.themes)
    for theme in vocabularies.themes:
        alone = theme_scores("灌区纪事", text, Themes([theme]))
        assert alone.get(theme.label) == whole.get(theme.label)


def test_words_are_counted_as_they_stand(vocabularies: Vocabularies) -> None:
    words = list(vocabularies.themes.by_keyword)
    twice = Theme("twice", "两头", "", (("响应", 1), ("应急响应", 1), ("应", 1)))
    for themes in (vocabularies.themes, Themes([twice])):
        for text in ("".join(words), "应急响应急响应，" * 30, "应急响应急响应", ""):
            counts = {word: text.count(word) for word in themes.by_keyword}
            assert themes.keywords_in(text) == {word: n for word, n in counts.items() if n}


def test_a_word_of_two_themes_tells_of_both() -> None:
    other = Theme("farm", "农业", "", (("灌区", 2),))
    found = theme_scores("", "灌区。" * 9, Themes([WATER, other]))
    assert found["水利"][0] > found["农业"][0] > 0


def test_kinds() -> None:
    kinds = load_kinds()
    assert kind_of("青禾县2023年工作总结", "办了不少事。", kinds).value == "工作总结"
    assert kind_of("青禾县2024年工作计划", "要办不少事。", kinds).value == "工作计划"
    found = kind_of("青禾县办事不求人", "先摸底，再登记。", kinds)
    assert (found.value, found.evidence[0].rule) == ("经验做法", "default") or found.score == 0.5
