"""The web.config for IIS: well-formed, and the same answers as nginx's."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from huibian.hosting import answers
from huibian.hosting.configuration import configuration
from huibian.hosting.settings import checked


def made(**more: object) -> etree._Element:
    text = configuration(checked("iis", **more))  # type: ignore[arg-type]
    return etree.fromstring(text.encode("utf-8"))


def headers(of: etree._Element, path: str) -> dict[str, str]:
    found = of.findall(f"{path}/httpProtocol/customHeaders/add")
    return {one.attrib["name"]: one.attrib["value"] for one in found}


def test_its_headers_are_those_of_nginx() -> None:
    nginx = configuration(checked("nginx", root="/srv/anli"))
    sent = dict(re.findall(r'add_header (\S+) "([^\n]*)" always;', nginx))
    assert headers(made(), "system.webServer") == {"Cache-Control": answers.ASK, **sent}


def test_its_types_are_those_of_nginx() -> None:
    nginx = configuration(checked("nginx", root="/srv/anli"))
    block = nginx[nginx.index("types {\n") : nginx.index("default_type")]
    sent = {suffix: kind for kind, suffix in re.findall(r'"([^"]+)" (\w+);', block)}
    parts = made().find("system.webServer/staticContent")
    assert parts is not None
    maps = parts.findall("mimeMap")
    assert {one.attrib["fileExtension"][1:]: one.attrib["mimeType"] for one in maps} == sent
    # IIS refuses a type that it has already: each is taken out before
    names = [one.attrib["fileExtension"] for one in parts if one.tag in ("remove", "mimeMap")]
    assert names == [one.attrib["fileExtension"] for one in maps for _ in range(2)]


def test_hashed_files_are_kept() -> None:
    places = {one.attrib["path"]: one for one in made().findall("location")}
    assert set(places) == set(answers.HASHED_FOLDERS)
    for place in places.values():
        # as the cache of static content: a header of all answers would keep a 404 for a year
        assert headers(place, "system.webServer") == {}
        removed = place.find("system.webServer/httpProtocol/customHeaders/remove")
        assert removed is not None and removed.attrib["name"] == "Cache-Control"
        kept = place.find("system.webServer/staticContent/clientCache")
        assert kept is not None
        days = kept.attrib["cacheControlMaxAge"].removesuffix(".00:00:00")
        said = f"max-age={int(days) * 86400}, {kept.attrib['cacheControlCustom']}"
        assert (kept.attrib["cacheControlMode"], said) == ("UseMaxAge", answers.KEEP)


def test_errors_folders_and_hidden_files() -> None:
    config = made()
    error = config.find("system.webServer/httpErrors/error")
    assert error is not None
    # File, because ExecuteURL answers 200; relative, so that it works below any path
    assert dict(error.attrib) == {"statusCode": "404", "path": "404.html", "responseMode": "File"}
    assert config.find("system.webServer/directoryBrowse[@enabled='false']") is not None
    filtering = "system.webServer/security/requestFiltering"
    assert config.find(f"{filtering}/denyUrlSequences/add[@sequence='/.']") is not None
    segments = config.findall(f"{filtering}/hiddenSegments/add")
    assert [one.attrib["segment"] for one in segments] == list(answers.HIDDEN)


def test_networks_have_masks() -> None:
    part = made(allowed=["10.20.0.0/16"]).find("system.webServer/security/ipSecurity")
    assert part is not None and part.attrib["allowUnlisted"] == "false"
    assert [dict(one.attrib) for one in part] == [
        {"ipAddress": "10.20.0.0", "subnetMask": "255.255.0.0", "allowed": "true"}
    ]
    assert made().find("system.webServer/security/ipSecurity") is None


#: What a web.config may hold of the sections that are used, by Microsoft's schema of IIS 10
#: (learn.microsoft.com/iis/configuration): element -> its attributes, each a pattern.
_NAME, _TEXT, _FLAG = r"[\w-]+", r".+", "true|false"
_ANY = {
    "directoryBrowse": {"enabled": _FLAG},
    "defaultDocument": {"enabled": _FLAG},
    "defaultDocument/files": {},
    "defaultDocument/files/clear": {},
    "defaultDocument/files/add": {"value": _TEXT},
    "urlCompression": {"doStaticCompression": _FLAG, "doDynamicCompression": _FLAG},
    "httpErrors": {
        "errorMode": "DetailedLocalOnly|Custom|Detailed",
        "existingResponse": "Auto|Replace|PassThrough",
    },
    "httpErrors/remove": {"statusCode": r"[4-9]\d\d"},
    "httpErrors/error": {
        "statusCode": r"[4-9]\d\d",
        "path": r"[^/\\:]+",  # relative: other paths are locked in a web.config
        "responseMode": "File|ExecuteURL|Redirect",
    },
    "staticContent": {},
    "staticContent/clientCache": {
        "cacheControlMode": "NoControl|DisableCache|UseMaxAge|UseExpires",
        "cacheControlMaxAge": r"(\d+\.)?\d\d:\d\d:\d\d",
        "cacheControlCustom": _NAME,
    },
    "staticContent/remove": {"fileExtension": r"\.\w+"},
    "staticContent/mimeMap": {"fileExtension": r"\.\w+", "mimeType": r"[\w.+-]+/[\w.+-]+(; .+)?"},
    "httpProtocol": {},
    "httpProtocol/customHeaders": {},
    "httpProtocol/customHeaders/remove": {"name": _NAME},
    "httpProtocol/customHeaders/add": {"name": _NAME, "value": _TEXT},
    "security": {},
    "security/requestFiltering": {},
    "security/requestFiltering/denyUrlSequences": {},
    "security/requestFiltering/denyUrlSequences/add": {"sequence": _TEXT},
    "security/requestFiltering/hiddenSegments": {},
    "security/requestFiltering/hiddenSegments/add": {"segment": r"[^/\\]+"},
    "security/ipSecurity": {"allowUnlisted": _FLAG},
    "security/ipSecurity/add": {"ipAddress": _TEXT, "subnetMask": _TEXT, "allowed": _FLAG},
}


@pytest.mark.parametrize(
    "more", [{}, {"allowed": ["10.20.0.0/16"], "strict_transport": True}], ids=["plain", "all"]
)
def test_it_says_what_the_schema_knows(more: dict[str, object]) -> None:
    config = made(**more)
    assert config.tag == "configuration"
    for part in config:
        if part.tag == "location":
            assert set(part.attrib) == {"path"} and [one.tag for one in part] == [
                "system.webServer"
            ]
    tops = [config, *config.findall("location")]
    for server in [one for top in tops for one in top.findall("system.webServer")]:
        sections = [one.tag for one in server]
        assert len(sections) == len(set(sections)), "IIS refuses a section that comes twice"
        for element in server.iterdescendants(etree.Element):
            above = [str(one.tag) for one in element.iterancestors()]
            above = above[: above.index("system.webServer")][::-1]
            known = _ANY["/".join([*above, str(element.tag)])]
            for name, value in element.attrib.items():
                assert re.fullmatch(known[name], value), (element.tag, name, value)
    keys = [one.attrib["name"] for one in config.findall("system.webServer//customHeaders/add")]
    assert len(keys) == len(set(keys)), "IIS refuses a header that comes twice"


@pytest.mark.parametrize("strict", [False, True])
def test_tls_headers_come_with_hsts(strict: bool) -> None:
    found = headers(made(strict_transport=strict), "system.webServer")
    for name in (*answers.TLS_HEADERS, "Strict-Transport-Security"):
        assert (name in found) == strict
