"""What a clerk has chosen at the desk for good: kept in the workspace."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from huibian.desk.workspace import Workspace


class Settings(BaseModel):
    """``settings.json``. ``commits``: whether saves are commits where they can be.

    ``publish_to`` is the folder that is published to, ``""`` as long as none was chosen.
    """

    model_config = ConfigDict(extra="ignore", strict=True)

    commits: bool = True
    publish_to: str = ""


def _path(workspace: Workspace) -> Path:
    return workspace.root / "settings.json"


def read(workspace: Workspace) -> Settings:
    """Return the settings; those of a file that cannot be read are the first ones."""
    try:
        data = json.loads(_path(workspace).read_text(encoding="utf-8"))
        return Settings.model_validate(data)
    except (OSError, ValueError, ValidationError):
        return Settings()


def write(workspace: Workspace, settings: Settings) -> None:
    """Keep the settings."""
    workspace.write(_path(workspace), settings.model_dump_json().encode())
