"""What another site, another machine or a stranger's program may try against the desk."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_clerk import KEY, ORIGIN, Clerk
from flask import g

from handling import split_small
from huibian.desk.app import create_app
from huibian.desk.context import Desk
from huibian.desk.guard import MAX_REQUEST, PROXY_HEADER, TOKEN_HEADER, USER_HEADER, Access

EVIL = "http://evil.example"
COOKIE = Access(ORIGIN, key=KEY).cookie


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8600", "127.0.0.1", "127.0.0.1:80", "127.0.0.1.evil:8600"],
)
@pytest.mark.parametrize(
    "path", ["/", "/open?token=x", "/api/drafts/0123456789abcdef", "/static/desk.css"]
)
def test_a_name_that_was_pointed_at_this_machine_gets_nothing(
    clerk: Clerk, host: str, path: str
) -> None:
    response = clerk.client.get(path, base_url=f"http://{host}")
    assert response.status_code == 421
    assert b"huibian-token" not in response.data


@pytest.mark.parametrize("path", ["/", "/drafts/0123456789abcdef", "/api/preview/a", "/api/jobs/x"])
def test_without_a_session_nothing_is_shown(clerk: Clerk, path: str) -> None:
    clerk.client.delete_cookie(COOKIE, domain="127.0.0.1")
    response = clerk.get(path)
    assert response.status_code == 401
    assert b"huibian-token" not in response.data


def test_a_forged_cookie_is_no_session(clerk: Clerk) -> None:
    clerk.client.set_cookie(COOKIE, "IngieA.abc.def", domain="127.0.0.1")
    assert clerk.get("/").status_code == 401


def test_the_entry_opens_once(site: Path) -> None:
    access = Access(ORIGIN, key=KEY)
    app = create_app(Desk(site), access)
    entry = access.entry
    first, second = app.test_client(), app.test_client()
    assert first.get("/open?token=wrong", base_url=ORIGIN).status_code == 401
    assert first.get(f"/open?token={entry}", base_url=ORIGIN).status_code == 303
    assert second.get(f"/open?token={entry}", base_url=ORIGIN).status_code == 401
    assert second.get("/open?token=", base_url=ORIGIN).status_code == 401
    assert first.get("/open?token=old", base_url=ORIGIN).status_code == 303  # the clerk is in


def test_a_desk_that_was_started_again_goes_on_with_the_browsers_session(
    clerk: Clerk, site: Path
) -> None:
    split_small(clerk.desk.library)
    draft = clerk.get("/collections/small/02.md/edit").headers["Location"]
    access = Access(ORIGIN, key=KEY)
    client = create_app(Desk(site), access).test_client()
    cookie = clerk.client.get_cookie(COOKIE, domain="127.0.0.1")
    assert cookie
    client.set_cookie(COOKIE, cookie.value, domain="127.0.0.1")
    answer = client.get(f"/open?token={access.entry}", base_url=ORIGIN)
    assert answer.status_code == 303 and access.entry is None
    again = Clerk(client, clerk.desk, clerk.token)  # an open page has the token of before
    assert again.post("/api/articles/blank", {"to": "small"}).status_code == 201
    assert again.get("/collections/small/02.md/edit").headers["Location"] == draft
    assert f"{COOKIE}=" in answer.headers["Set-Cookie"]  # for some days more


def test_desks_of_two_sites_do_not_take_each_others_session(clerk: Clerk, tmp_path: Path) -> None:
    (tmp_path / "other" / "docs").mkdir(parents=True)
    access = Access(ORIGIN, key=b"o" * 32)
    other = create_app(Desk(tmp_path / "other"), access)
    clerk.client.application, first = other, clerk.client.application
    assert clerk.get("/").status_code == 401
    assert clerk.get(f"/open?token={access.entry}").status_code == 303
    assert clerk.get("/").status_code == 200
    clerk.client.application = first
    assert clerk.get("/").status_code == 200


def test_the_cookie_goes_to_no_other_site_and_to_no_script(site: Path) -> None:
    access = Access(ORIGIN, key=KEY)
    client = create_app(Desk(site), access).test_client()
    response = client.get(f"/open?token={access.entry}", base_url=ORIGIN)
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": EVIL},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8601"},
        {"Origin": "https://127.0.0.1:8600"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"},
        {"Origin": ORIGIN, TOKEN_HEADER: ""},
        {"Origin": ORIGIN, TOKEN_HEADER: "0" * 64},
    ],
    ids=[
        "foreign",
        "null",
        "preview",
        "scheme",
        "cross-site",
        "same-site",
        "no token",
        "wrong token",
    ],
)
@pytest.mark.parametrize(
    "path",
    ["/api/drafts?name=a.txt", "/api/drafts/0123456789abcdef/save", "/api/collections/a/draft"],
)
def test_a_post_of_another_page_is_not_carried_out(
    clerk: Clerk, headers: dict[str, str], path: str
) -> None:
    response = clerk.post(path, headers=headers)
    assert response.status_code == 403
    assert not list(clerk.desk.workspace.root.glob("drafts/*"))


def test_a_post_without_an_origin_is_not_carried_out(clerk: Clerk) -> None:
    headers = {TOKEN_HEADER: clerk.token}
    response = clerk.client.post("/api/drafts?name=a.txt", base_url=ORIGIN, headers=headers)
    assert response.status_code == 403


def test_another_sessions_token_does_not_fit(clerk: Clerk, site: Path) -> None:
    access = Access(ORIGIN, key=KEY)
    client = create_app(Desk(site), access).test_client()
    client.get(f"/open?token={access.entry}", base_url=ORIGIN)
    headers = {"Origin": ORIGIN, TOKEN_HEADER: clerk.token}
    assert (
        client.post("/api/drafts?name=a.txt", base_url=ORIGIN, headers=headers).status_code == 403
    )


@pytest.mark.parametrize("path", ["/", "/nothing", "/api/nothing", "/static/desk.css", "/open"])
def test_every_answer_says_what_a_browser_may_do(clerk: Clerk, path: str) -> None:
    headers = clerk.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy
    assert "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_get_nowhere(clerk: Clerk, method: str) -> None:
    response = clerk.client.open("/api/drafts", method=method, base_url=ORIGIN)
    assert response.status_code in (403, 405)


def test_a_request_that_is_too_large_is_not_read(clerk: Clerk) -> None:
    body = b'{"requests": "' + b"x" * MAX_REQUEST + b'"}'
    headers = {"Content-Type": "application/json"}
    response = clerk.post("/api/drafts/0123456789abcdef/decide", body, headers=headers)
    assert response.status_code == 413


class TestBehindAProxy:
    """With --address: the proxy knows who asks, and shows that it is the proxy."""

    SITE = "https://anli.example"

    @pytest.fixture
    def access(self) -> Access:
        return Access(self.SITE, key=KEY, proxy="secret")

    def test_who_comes_past_the_proxy_gets_nothing(self, site: Path, access: Access) -> None:
        client = create_app(Desk(site), access).test_client()
        assert client.get("/", base_url=self.SITE).status_code == 403
        headers = {PROXY_HEADER: "wrong", USER_HEADER: "王"}
        assert client.get("/", base_url=self.SITE, headers=headers).status_code == 403

    def test_the_proxys_users_need_no_entry(self, site: Path, access: Access) -> None:
        client = create_app(Desk(site), access).test_client()
        headers = {PROXY_HEADER: "secret", USER_HEADER: "clerk"}
        first = client.get("/", base_url=self.SITE, headers=headers)
        assert first.status_code == 303 and "Secure" in first.headers["Set-Cookie"]
        assert client.get("/", base_url=self.SITE, headers=headers).status_code == 200

    @pytest.mark.parametrize(
        ("given", "user"),
        [
            ("clerk", "clerk"),
            ("王芳".encode().decode("latin-1"), "王芳"),  # as WSGI hands it over
            ("\xff", "\ufffd"),
            ("长" * 200, "?" * 80),
            ("", ""),
        ],
    )
    def test_the_proxy_names_who_asks(
        self, site: Path, access: Access, given: str, user: str
    ) -> None:
        app = create_app(Desk(site), access)
        asked = {PROXY_HEADER: "secret"}
        environ = {f"HTTP_{USER_HEADER.upper().replace('-', '_')}": given}
        with app.test_request_context(
            "/", base_url=self.SITE, headers=asked, environ_overrides=environ
        ):
            app.preprocess_request()
            assert g.user == user


def test_without_a_proxy_nobody_takes_another_name(clerk: Clerk) -> None:
    with clerk.client:
        clerk.get("/", headers={USER_HEADER: "局长"})
        assert g.user == ""
