"""What a macro makes of a value is made once, for pages at any depth."""

from __future__ import annotations

from jinja2 import Environment
from jinja2.runtime import Macro

from huibian.site.build.remembered import Remembered

_SOURCE = """
{%- macro row(value, root, more="") -%}
<a href="{{ root }}themes/x/">{{ value.title }}{{ more }}</a><a href="{{ root }}regions/">地区</a>
{%- endmacro -%}
"""


class _Value:
    def __init__(self, title: str) -> None:
        self.asked, self._title = 0, title

    @property
    def title(self) -> str:
        self.asked += 1
        return self._title


def _macro() -> Macro:
    row: Macro = Environment(autoescape=True).from_string(_SOURCE).module.row  # type: ignore[attr-defined]
    return row


def test_a_row_is_made_once_for_all_depths() -> None:
    remembered, row, value = Remembered(), _macro(), _Value("一 & 二")
    for root in ("./", "../", "../../../"):
        made = remembered(row, value, root)
        assert made == row(_Value("一 & 二"), root)
        assert made.__html__() == made  # it is HTML, and not escaped again
    assert value.asked == 1


def test_links_into_the_own_folder_are_short() -> None:
    made = Remembered()(_macro(), _Value("一"), "../../", near="themes/")
    assert made == '<a href="../x/">一</a><a href="../../regions/">地区</a>'


def test_values_and_other_arguments_are_told_apart() -> None:
    remembered, row, value = Remembered(), _macro(), _Value("一")
    assert "一页" in remembered(row, value, "./", "页")
    assert "一篇" in remembered(row, value, "./", "篇")
    assert "一" in remembered(row, _Value("一"), "./")
    assert value.asked == 2
