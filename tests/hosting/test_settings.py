"""What a publisher may say about a server, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian.diagnostics import HuibianError
from huibian.hosting.configuration import configuration
from huibian.hosting.settings import SERVERS, checked

ROOT = "/srv/anli/current"


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("", "/"),
        ("/", "/"),
        ("anli", "/anli/"),
        ("/anli", "/anli/"),
        ("a/b/", "/a/b/"),
        ("/案例/", "/案例/"),
        ("/v1.2/x~y/", "/v1.2/x~y/"),
    ],
)
def test_a_base_path_gets_its_slashes(said: str, means: str) -> None:
    assert checked("nginx", root=ROOT, base_path=said).base_path == means


def test_networks_are_canonical() -> None:
    made = checked("nginx", root=ROOT, allowed=["10.1.2.3/8", "192.168.1.7", "fd00::1/8"])
    assert made.allowed == ("10.0.0.0/8", "192.168.1.7/32", "fd00::/8")


@pytest.mark.parametrize("server", ["nginx", "caddy"])
@pytest.mark.parametrize(
    "said",
    [
        {"root": ""},
        {"root": "srv/anli"},
        {"root": "/"},
        {"root": "C:\\"},
        {"root": '/srv/"; deny all; #'},
        {"root": "/srv/$uri"},
        {"root": "/srv/a\nb"},
        {"base_path": "/a b/"},
        {"base_path": "/a//b/"},
        {"base_path": "/../"},
        {"base_path": "/.git/"},
        {"base_path": "/a{b}/"},
        {"base_path": "/a;b/"},
        {"allowed": ["all"]},
        {"allowed": ["10.0.0.0/33"]},
        {"allowed": ["10.0.0.1; allow all"]},
        {"name": "a;b"},
        {"name": "a{"},
        {"name": "a  b"},
        {"users": "users"},
        {"users": "/etc/a'b"},
        {"tls": ("cert.pem", "/etc/key.pem")},
        {"tls": ("/etc/cert.pem", "key.pem")},
        {"strict_transport": True},
        {"inside": True, "port": 8080},
        {"inside": True, "name": "a"},
        {"single_sign_on": True},
        {"single_sign_on": True, "inside": True, "users": "/etc/users"},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(server: str, said: dict[str, object]) -> None:
    with pytest.raises(HuibianError) as refused:
        checked(server, **{"root": ROOT, **said})  # type: ignore[arg-type]
    assert [one.code for one in refused.value.findings] == ["HB651"]


@pytest.mark.parametrize(
    "said",
    [{"port": 80}, {"name": "a"}, {"tls": ("/a", "/b")}, {"users": "/a"}, {"inside": True}],
    ids=str,
)
def test_iis_keeps_some_things_itself(said: dict[str, object]) -> None:
    with pytest.raises(HuibianError, match="IIS 管理器"):
        checked("iis", **said)  # type: ignore[arg-type]


@pytest.mark.parametrize("server", sorted(SERVERS))
@given(text=st.text(alphabet="/.;{}$\"\\'\n #&<>%abc案", max_size=12))
def test_nothing_said_can_end_a_directive(server: str, text: str) -> None:
    """What gets through stands in the configuration as it was said, and adds no line."""
    lines = len(configuration(checked(server, root=ROOT, base_path="/x/")).splitlines())
    said = {"root": f"/srv/{text}", "base_path": f"/x{text}"}
    for name, value in said.items():
        try:
            given = {"root": ROOT, "base_path": "/x/", name: value}
            made = configuration(checked(server, **given))  # type: ignore[arg-type]
        except HuibianError:
            continue
        assert len(made.splitlines()) == lines
        assert not set(value) & set(";{}$\"'\n#&<>%")
