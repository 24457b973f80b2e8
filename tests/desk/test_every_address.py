"""What holds for every address of the desk, those too that somebody adds later."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from desk_clerk import KEY, ORIGIN, Clerk
from flask import Flask

from handling import split_small, tree
from huibian.desk.guard import MAX_REQUEST, TOKEN_HEADER, Access

#: Names that would lead out of a folder, break a header or name a device.
HOSTILE = [
    "..",
    "../../mkdocs.yml",
    "..%2f..%2fmkdocs.yml",
    "/etc/passwd",
    "C:\\windows\\win.ini",
    "con",
    ".git",
    "a\r\nX-Evil: 1",
    "a\x00.md",
    "０１.md",
    "x" * 5000,
]
#: Where a session begins, and what is no secret of the library.
OPEN = frozenset(("/open",))


@pytest.fixture
def shelf(clerk: Clerk) -> Clerk:
    split_small(clerk.desk.library)
    (clerk.desk.site / "docs" / "secret.md").write_text("机密", encoding="utf-8")
    return clerk


def addresses(
    clerk: Clerk, method: str, name: str = "0123456789abcdef", slug: str = ""
) -> Iterator[str]:
    """Yield every address that takes a method, with a name in all its places.

    With ``slug`` that stands where a collection's name does.
    """
    app = clerk.client.application
    assert isinstance(app, Flask)
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.rule not in OPEN:
            made = rule.rule
            for place in rule.arguments:
                for kind in ("", "path:"):
                    given = slug if slug and place == "slug" else name
                    made = made.replace(f"<{kind}{place}>", quote(given, safe=""))
            yield made


def test_there_are_addresses(shelf: Clerk) -> None:
    assert len(list(addresses(shelf, "POST"))) > 20 and len(list(addresses(shelf, "GET"))) > 20


def test_no_post_of_another_site_is_carried_out(shelf: Clerk) -> None:
    before = tree(shelf.desk.site)
    for path in addresses(shelf, "POST"):
        for headers in (
            {"Origin": "http://evil.example", TOKEN_HEADER: shelf.token},
            {"Origin": "null", TOKEN_HEADER: shelf.token},
            {"Origin": ORIGIN, TOKEN_HEADER: ""},
            {"Origin": ORIGIN, TOKEN_HEADER: shelf.token, "Sec-Fetch-Site": "cross-site"},
        ):
            assert shelf.post(path, headers=headers).status_code == 403, path
    assert tree(shelf.desk.site) == before


def test_no_other_name_of_this_machine_gets_anything(shelf: Clerk) -> None:
    for method in ("GET", "POST"):
        for path in addresses(shelf, method):
            answer = shelf.client.open(path, method=method, base_url="http://evil.example:8600")
            assert answer.status_code == 421, path


def test_nothing_is_shown_without_a_session(shelf: Clerk) -> None:
    shelf.client.delete_cookie(Access(ORIGIN, key=KEY).cookie, domain="127.0.0.1")
    for path in addresses(shelf, "GET"):
        assert shelf.get(path).status_code == 401, path


@pytest.mark.parametrize("slug", ["", "small"])
@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: ascii(name)[:24])
def test_no_name_leads_out(shelf: Clerk, name: str, slug: str) -> None:
    outside = shelf.desk.site.parent / "outside"
    outside.write_text("机密", encoding="utf-8")
    before = tree(shelf.desk.site / "docs")
    for method in ("GET", "POST"):
        for path in addresses(shelf, method, name, slug):
            if not name_in(path, name):
                continue
            answer = shelf.get(path) if method == "GET" else shelf.post(path)
            assert 300 <= answer.status_code < 500, (method, path[:80])
            assert "机密" not in answer.get_data(as_text=True)
            assert "X-Evil" not in answer.headers
    after = tree(shelf.desk.site / "docs")
    assert {key: after[key] for key in before} == before
    assert not [key for key in after.keys() - before.keys() if not key.endswith(".lock")]
    assert sorted(one.name for one in Path(shelf.desk.site.parent).iterdir()) == sorted(
        ["outside", shelf.desk.site.name]
    )


def name_in(path: str, name: str) -> bool:
    return quote(name, safe="") in path


class Counted(io.BytesIO):
    """A body that tells how much of it was read."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data


def test_no_address_reads_more_than_it_may(shelf: Clerk) -> None:
    headers = {"Content-Type": "application/json", "Origin": ORIGIN, TOKEN_HEADER: shelf.token}
    larger = ("/api/drafts", "/api/articles", "images")  # documents and images
    refused = 0
    for path in addresses(shelf, "POST"):
        if path.endswith(larger):
            continue
        body = Counted(b" " * (2 * MAX_REQUEST))
        answer = shelf.client.post(path, base_url=ORIGIN, headers=headers, input_stream=body,
                                   content_length=2 * MAX_REQUEST)  # fmt: skip
        assert body.taken <= MAX_REQUEST, path
        refused += answer.status_code == 413
    assert refused > 10  # the others look at no body
