"""``huibian hosting``: prints one file, or says in Chinese what is wrong."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from huibian.cli import main
from huibian.hosting.configuration import configuration
from huibian.hosting.settings import checked


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["hosting", *arguments])


def test_it_prints_the_file_and_nothing_else() -> None:
    words = "nginx --root /srv/anli/current --base-path anli --port 8080 --name a.cn"
    words += " --tls /etc/c.pem /etc/k.pem --hsts --auth /etc/users --allow 10.0.0.0/8"
    done = run(*words.split())
    settings = checked(
        "nginx",
        root="/srv/anli/current",
        base_path="/anli/",
        port=8080,
        name="a.cn",
        tls=("/etc/c.pem", "/etc/k.pem"),
        strict_transport=True,
        users="/etc/users",
        allowed=["10.0.0.0/8"],
    )
    assert (done.exit_code, done.stdout) == (0, configuration(settings))
    for part in ("listen 8080 ssl", "server_name a.cn;", '"/etc/users"', "allow 10.0.0.0/8;"):
        assert part in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("nginx", "写网站在服务器上的文件夹"),
        ("nginx --root anli", "“anli”不能用"),
        ("nginx --root /srv/a --allow everyone", "写地址或网段"),
        ("nginx --root /srv/a --sso", "--inside"),
        ("caddy --root /srv/a --sso --inside", "只有 nginx"),
        ("iis --auth /etc/users", "IIS 管理器"),
        ("apache --root /srv/a", "不行"),
    ],
)
def test_what_is_wrong_is_said(words: str, said: str) -> None:
    done = run(*words.split())
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""
