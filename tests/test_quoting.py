"""Words and file names come through a shell as they are."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian.quoting import quoted, shell_word, shell_words


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_a_shell_reads_a_word_back(text: str) -> None:
    assert shlex.split(shell_word(text)) == [text]


def test_plain_words_stand_in_double_quotes() -> None:
    assert shell_word("完整的 标题") == '"完整的 标题"'


@pytest.mark.parametrize("name", ["我的 汇编.txt", "-x.txt", "a'b.docx", "$HOME/x", "甲.txt"])
def test_a_file_name_is_one_word_and_no_option(name: str) -> None:
    (word,) = shlex.split(quoted(name))
    assert word in (name, f"./{name}") and not word.startswith("-")


def test_a_plain_name_stays_plain() -> None:
    assert quoted("docs/汇编.txt") == "docs/汇编.txt"


@pytest.mark.parametrize("platform", ["linux", "win32"])
@given(words=st.lists(st.text(alphabet="ab 省“”\"'$`\\!=-0", min_size=1), max_size=4))
def test_words_put_together_come_apart_again(words: list[str], platform: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sys.platform", platform)
        assert shell_words(" ".join(map(shell_word, words))) == words
