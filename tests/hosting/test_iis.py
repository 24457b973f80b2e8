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
        assert headers(place, "system.webServer") == {"Cache-Control": answers.KEEP}
        removed = place.find("system.webServer/httpProtocol/customHeaders/remove")
        assert removed is not None and removed.attrib["name"] == "Cache-Control"


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


@pytest.mark.parametrize("strict", [False, True])
def test_tls_headers_come_with_hsts(strict: bool) -> None:
    found = headers(made(strict_transport=strict), "system.webServer")
    for name in (*answers.TLS_HEADERS, "Strict-Transport-Security"):
        assert (name in found) == strict
