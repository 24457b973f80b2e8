"""What wheels in a folder still need, by their own words, on another machine than this one.

pip chooses wheels for another Python or processor, but asks the conditions of their requirements
(``python_version < "3.11"``) of the Python that it runs in.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from email.parser import HeaderParser
from pathlib import Path
from typing import cast

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name, parse_wheel_filename


def missing(wheels: Path, project: str, python: str, machine: str) -> list[str]:
    """Return requirements, as pip reads them, that no wheel in the folder is there for.

    ``project`` is what shall be installed; ``python`` a version such as 3.12, ``machine`` a
    processor's name, both of a Linux.
    """
    there: dict[NormalizedName, Path] = {}
    for wheel in sorted(wheels.glob("*.whl")):
        there[parse_wheel_filename(wheel.name)[0]] = wheel
    target = {"python_version": python, "python_full_version": f"{python}.0"}
    here = cast("dict[str, str]", default_environment())
    environment = {**here, **target, "platform_machine": machine, "extra": ""}
    wanted, seen, found = [Requirement(project)], set(), []
    while wanted:
        one = wanted.pop()
        name = canonicalize_name(one.name)
        if name not in there:
            one.marker = None
            found.append(str(one))
            continue
        for extra in ("", *sorted(one.extras)):
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            asked = {**environment, "extra": extra}
            needs = _needs(there[name])
            wanted += [need for need in needs if not need.marker or need.marker.evaluate(asked)]
    return sorted(set(found))


def _needs(wheel: Path) -> Iterator[Requirement]:
    with zipfile.ZipFile(wheel) as file:
        path = next(name for name in file.namelist() if name.endswith(".dist-info/METADATA"))
        about = HeaderParser().parsestr(file.read(path).decode())
    return map(Requirement, about.get_all("Requires-Dist") or [])
