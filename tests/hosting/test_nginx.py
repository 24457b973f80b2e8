"""The configuration for nginx, in a real nginx."""

from __future__ import annotations

import base64
import gzip
import http.client
import re
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from huibian.hosting import answers
from nginx import Host, ask, configured, free_port, running

MODULES = Path("/usr/lib/nginx/modules")


def hashed(root: Path) -> list[str]:
    """Return one file of each sort that may be kept for good."""
    folders = [root / folder for folder in answers.HASHED_FOLDERS]
    found = [sorted(folder.glob("*.[0-9a-f]*.*s"))[0] for folder in folders]
    found += sorted((root / "search").glob("*/*/*.js"))[:1]
    return [path.relative_to(root).as_posix().removesuffix(".gz") for path in found]


def test_every_answer_has_the_headers(host: Host) -> None:
    paths = ["", "guide/", "collections/sample/10/", "assets/huibian/tray.htm", "nothing", "empty/"]
    for path in [*paths, "guide", ".hidden", *hashed(host.root)]:
        found = host.ask(path)
        for name, value in answers.HEADERS.items():
            assert found.headers.get(name.lower()) == value, (path, name)
        assert "cross-origin-opener-policy" not in found.headers
        assert "strict-transport-security" not in found.headers
        assert re.fullmatch("nginx", found.headers["server"])


def test_what_has_its_version_in_its_name_is_kept(host: Host) -> None:
    kept = hashed(host.root)
    assert len(kept) == 4
    for path in kept:
        found = host.ask(path)
        assert (found.status, found.headers["cache-control"]) == (200, answers.KEEP), path


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("", 200),
        ("collections/sample/10/", 200),
        ("collections/sample/10/?v=1", 200),
        ("assets/huibian/tray.htm", 200),
        ("assets/huibian/own.css", 200),
        ("assets/huibian/own.css?v=1a2b3c4d", 200),
        ("search/index.js", 200),
        ("data/articles.csv", 200),
        ("assets/huibian/site.00000000.css", 404),
        ("assets/huibian/site.css", 404),
        ("search/000000000000/g0/1.js", 404),
        ("assets/javascripts/bundle.00000000.min.js", 404),
    ],
)
def test_everything_else_is_asked_for(host: Host, path: str, status: int) -> None:
    found = host.ask(path)
    assert (found.status, found.headers["cache-control"]) == (status, answers.ASK)


def test_an_unchanged_file_is_not_sent_again(host: Host) -> None:
    for coding in ("identity", "gzip"):
        first = host.ask("guide/", Accept_Encoding=coding)
        again = host.ask("guide/", Accept_Encoding=coding, If_None_Match=first.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        assert again.headers["cache-control"] == answers.ASK
        assert not first.headers["etag"].startswith("W/")
    plain, packed = (
        host.ask("guide/", Accept_Encoding=one).headers["etag"] for one in ("identity", "gzip")
    )
    assert plain != packed


def test_packed_files_are_sent_as_they_lie_there(host: Host) -> None:
    for path in ("guide/index.html", "data/articles.csv", "search/index.js", "feed.xml"):
        found = host.ask(path, Accept_Encoding="gzip, br")
        assert found.headers["content-encoding"] == "gzip"
        assert found.headers["vary"] == "Accept-Encoding"
        assert found.body == (host.root / f"{path}.gz").read_bytes()
        plain = host.ask(path)
        assert "content-encoding" not in plain.headers
        assert plain.headers["vary"] == "Accept-Encoding"
        assert plain.body == (host.root / path).read_bytes() == gzip.decompress(found.body)


def test_what_is_not_packed_is_packed_on_the_way(built_site: Path, tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, configured(built_site, port=port), port):
        for path in ("", hashed(built_site)[0], "data/articles.csv", "feed.xml"):
            found = ask(port, f"/{path}", Accept_Encoding="gzip")
            assert found.headers["content-encoding"] == "gzip", path
        picture = ask(port, "/guide/images/home.png", Accept_Encoding="gzip")
        assert "content-encoding" not in picture.headers


@pytest.mark.skipif(
    not (MODULES / "ngx_http_brotli_static_module.so").is_file(), reason="no module for brotli"
)
def test_brotli_needs_one_sign_less(release: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(release, site)
    (site / "index.html.br").write_bytes(b"brotli")
    port = free_port()
    config = configured(site, port=port).replace("# brotli_static", "brotli_static")
    modules = f"load_module {MODULES}/ngx_http_brotli_static_module.so;"
    with running(tmp_path / "nginx", config, port, modules=modules):
        found = ask(port, "/", Accept_Encoding="gzip, br")
        assert (found.headers["content-encoding"], found.body) == ("br", b"brotli")
        assert ask(port, "/", Accept_Encoding="gzip").headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("suffix", sorted(answers.TYPES))
def test_types(suffix: str, types_port: int) -> None:
    for coding in ("identity", "gzip"):
        found = ask(types_port, f"/one.{suffix}", Accept_Encoding=coding)
        assert (found.status, found.headers["content-type"]) == (200, answers.TYPES[suffix])


@pytest.fixture(scope="module")
def types_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("types")
    for suffix in answers.TYPES:
        (folder / f"one.{suffix}").write_text("x" * 2000, encoding="utf-8")
    port = free_port()
    with running(tmp_path_factory.mktemp("nginx"), configured(folder, port=port), port):
        yield port


def test_every_file_of_a_site_has_its_type(built_site: Path) -> None:
    suffixes = {path.suffix[1:] for path in built_site.rglob("*") if path.is_file()}
    assert suffixes <= set(answers.TYPES)


def test_a_wrong_address_shows_the_page_for_it(host: Host) -> None:
    for path in ("nothing", "nothing/at/all/", "collections/sample/99/", "guide/index.htm"):
        found = host.ask(path)
        assert found.status == 404
        assert found.headers["content-type"] == answers.TYPES["html"]
        assert found.body == (host.root / "404.html").read_bytes()


def test_no_folder_is_listed(host: Host) -> None:
    for path in ("empty/", "assets/", "assets/huibian/", "data/"):
        found = host.ask(path)
        assert found.status in (403, 404), path
        assert b"Index of" not in found.body


@pytest.mark.parametrize(
    "path",
    [
        *(".hidden", "guide/.git/config", "guide/.git/", "manifest.json", "manifest.json.gz"),
        *("%2ehidden", "guide/../.hidden", "guide//.git/config"),
    ],
)
def test_what_is_hidden_does_not_seem_to_be_there(host: Host, path: str) -> None:
    found = host.ask(path)
    assert (found.status, found.body) == (404, (host.root / "404.html").read_bytes())


def test_nothing_beside_the_site_can_be_had(host: Host) -> None:
    (host.root.parent / "secret.txt").write_text("secret", encoding="utf-8")
    for path in ("../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "guide/../../secret.txt"):
        found = host.ask(path)
        assert found.status in (400, 404), path
        assert found.body != b"secret"
    joined = ask(host.port, host.base[:-1] + "../secret.txt")
    assert joined.status in (400, 404)


def test_a_folder_without_its_slash_leads_to_it(host: Host) -> None:
    found = host.ask("guide")
    assert (found.status, found.headers["location"]) == (301, f"{host.base}guide/")
    if host.base != "/":
        found = ask(host.port, host.base[:-1])
        assert found.status == 301
        start = ask(host.port, "/")
        assert start.status == 302
        assert ask(host.port, "/other").status == 404


def test_head_has_the_same_headers(host: Host) -> None:
    for path in ("guide/", hashed(host.root)[0], "nothing"):
        whole, head = host.ask(path), host.ask(path, "HEAD")
        assert (head.status, head.body) == (whole.status, b"")
        assert {**head.headers, "date": ""} == {**whole.headers, "date": ""}


def test_other_methods_are_refused(host: Host) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert host.ask("guide/", method).status == 405


def test_parts_of_the_index_can_be_had(host: Host) -> None:
    path = hashed(host.root)[-1]
    data = (host.root / path).read_bytes()
    found = host.ask(path, Range="bytes=5-14")
    assert (found.status, found.body) == (206, data[5:15])
    assert found.headers["content-range"] == f"bytes 5-14/{len(data)}"
    assert host.ask(path, Range=f"bytes={len(data)}-").status == 416


def test_names_and_passwords(release: Path, tmp_path: Path) -> None:
    hashed_word = subprocess.run(
        ["openssl", "passwd", "-apr1", "密码"], capture_output=True, text=True, check=True
    ).stdout.strip()
    users = tmp_path / "users"
    users.write_text(f"reader:{hashed_word}\n", encoding="utf-8")
    port = free_port()
    config = configured(release, "/anli/", port=port, users=str(users))
    with running(tmp_path / "nginx", config, port):

        def status(word: str, path: str) -> int:
            said = base64.b64encode(f"reader:{word}".encode()).decode()
            return ask(port, path, Authorization=f"Basic {said}").status

        for path in ("/anli/", f"/anli/{hashed(release)[0]}", "/anli/nothing", "/anli/.git"):
            refused = ask(port, path)
            assert refused.status == 401
            assert refused.headers["www-authenticate"].startswith("Basic ")
            assert refused.headers["x-content-type-options"] == "nosniff"
            assert status("falsch", path) == 401
        assert status("密码", "/anli/") == 200
        assert status("密码", f"/anli/{hashed(release)[0]}") == 200
        assert status("密码", "/anli/nothing") == 404


def test_networks(release: Path, tmp_path: Path) -> None:
    for networks, status in ((["10.20.0.0/16"], 403), (["10.20.0.0/16", "127.0.0.0/8"], 200)):
        port = free_port()
        config = configured(release, "/anli/", port=port, allowed=networks)
        with running(tmp_path / str(status), config, port):
            found = ask(port, "/anli/")
            assert found.status == status
            assert found.headers["content-security-policy"]
            assert ask(port, "/anli/data/articles.json").status == status
            assert (b"huibian" in ask(port, "/anli/nothing").body) == (status == 200)


def test_tls(release: Path, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    make += ["-subj", "/CN=localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(make, check=True, capture_output=True)
    port, plain = free_port(), free_port()
    more = {"tls": (str(certificate), str(key)), "strict_transport": True, "name": "localhost"}
    config = configured(release, "/anli/", port=port, **more)
    with running(tmp_path / "nginx", config.replace("listen 80;", f"listen {plain};"), port):
        context = ssl.create_default_context(cafile=str(certificate))
        context.check_hostname = False
        connection = http.client.HTTPSConnection("127.0.0.1", port, context=context)
        connection.request("GET", "/anli/guide/")
        found = connection.getresponse()
        assert found.status == 200
        assert found.getheader("Strict-Transport-Security") == answers.STRICT_TRANSPORT
        for name, value in (answers.HEADERS | answers.TLS_HEADERS).items():
            assert found.getheader(name) == value
        connection.close()
        moved = ask(plain, "/anli/guide/?q=1", Host="localhost")
        assert moved.status == 301
        assert moved.headers["location"] == f"https://localhost:{port}/anli/guide/?q=1"


def test_behind_a_proxy_that_speaks_tls(host: Host) -> None:
    found = host.ask("guide/", X_Forwarded_Proto="https")
    assert found.headers["cross-origin-opener-policy"] == "same-origin"


def test_inside_a_configuration_that_is_there(release: Path, tmp_path: Path) -> None:
    """Two libraries beside a site of somebody else, whose rules for files do not reach them."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.html").write_text("other", encoding="utf-8")
    port = free_port()
    parts = [configured(release, one, port=0, inside=True) for one in ("/anli/", "/an-li/")]
    config = f"""
server {{
    listen {port};
    root {other};
    location ~* \\.(css|js|html)$ {{ expires 1h; add_header X-Other yes; }}
    {parts[0]}
    {parts[1]}
}}
"""
    with running(tmp_path / "nginx", config, port):
        found = ask(port, "/index.html")
        assert (found.body, found.headers["x-other"]) == (b"other", "yes")
        assert "content-security-policy" not in found.headers
        for base in ("/anli/", "/an-li/"):
            for path in ("guide/index.html", "assets/huibian/own.css"):
                found = ask(port, base + path)
                assert (found.status, found.headers["cache-control"]) == (200, answers.ASK)
                assert "x-other" not in found.headers
            found = ask(port, base + hashed(release)[0])
            assert found.headers["cache-control"] == answers.KEEP


def test_a_switch_of_current_fails_no_request(tmp_path: Path) -> None:
    """Each answer is whole and of one release, and after the switch of the new one."""
    folder = tmp_path / "库"
    for name in ("one", "two"):
        page = folder / "releases" / name / "page"
        page.mkdir(parents=True)
        for file in ("index.html", "data.js"):
            (page / file).write_text(name * 20_000, encoding="utf-8")
            (page / f"{file}.gz").write_bytes(gzip.compress((name * 20_000).encode()))
    current = folder / "current"
    current.symlink_to("releases/one")
    port = free_port()
    wrong: list[object] = []
    counted = [0] * 3
    end = threading.Event()
    bodies = {(name * 20_000).encode() for name in ("one", "two")}

    def read(number: int) -> None:
        while not end.is_set():
            for path in ("/anli/page/", "/anli/page/data.js"):
                for coding in ("identity", "gzip"):
                    try:
                        found = ask(port, path, Accept_Encoding=coding)
                        packed = found.headers.get("content-encoding") == "gzip"
                        body = gzip.decompress(found.body) if packed else found.body
                        if found.status != 200 or body not in bodies:
                            wrong.append((path, found.status, len(body)))
                    except Exception as error:
                        wrong.append(error)
                    counted[number] += 1

    with running(tmp_path / "nginx", configured(current, "/anli/", port=port), port):
        readers = [threading.Thread(target=read, args=(number,)) for number in range(3)]
        for thread in readers:
            thread.start()
        for turn in range(200):
            name = "two" if turn % 2 == 0 else "one"
            made = folder / "next"
            made.symlink_to(f"releases/{name}")
            made.replace(current)
            found = ask(port, "/anli/page/")  # the very next request sees it
            assert found.body == (name * 20_000).encode()
        end.set()
        for thread in readers:
            thread.join()
    assert wrong == []
    assert min(counted) > 0
