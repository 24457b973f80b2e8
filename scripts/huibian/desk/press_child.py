"""The process that checks and publishes for the desk; see ``press``. Run with ``-m``."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from huibian.check import check_site
from huibian.diagnostics import HuibianError
from huibian.publish import gate, publishing
from huibian.publish.publishing import Wanted


def work(given: dict[str, Any]) -> dict[str, Any]:
    """Do what is asked; return what is told of it."""
    site, to = Path(given["site"]), Path(given["to"])
    if given["act"] == "check":
        _stage("检查全部文章")
        return _checked(site, given["slugs"], allow_review=given["allow_review"])
    if given["act"] == "rollback":
        _stage("核对那个版本")
        was, now = publishing.rollback(to, given["release"], datetime.now())
        return {"was": was, "release": now}
    wanted = Wanted(
        given["audience"], given["offline"], given["archive"], given["allow_review"], given["keep"]
    )
    done = publishing.publish(site, to, wanted, datetime.now(), _stage)
    return {
        "release": done.release,
        "changed": done.changed,
        "counts": done.about.about["counts"],
        "removed": list(done.removed),
        "archive": str(done.archive or ""),
        "notes": [asdict(one) for one in done.notes],
    }


def _checked(site: Path, slugs: Collection[str], *, allow_review: bool) -> dict[str, Any]:
    verdict = gate.checked(check_site(site), slugs, allow_review=allow_review)
    return {
        "stops": [asdict(one) for one in verdict.stops],
        "notes": [asdict(one) for one in verdict.notes],
    }


def _stage(stage: str) -> None:
    _tell({"stage": stage})


def _tell(data: dict[str, Any]) -> None:
    print(json.dumps(data), file=_OUT, flush=True)


if __name__ == "__main__":
    _OUT, sys.stdout = sys.stdout, sys.stderr  # what others print is no answer
    try:
        _tell({"done": work(json.load(sys.stdin))})
    except HuibianError as error:
        _tell({"findings": [asdict(one) for one in error.findings]})
else:
    _OUT = sys.stdout
