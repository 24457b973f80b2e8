"""All vocabularies of a site at once: the shipped ones and what the site adds to them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from huibian.diagnostics import HuibianError, diagnostic
from huibian.vocabulary.boundaries import BoundaryRule, load_boundaries
from huibian.vocabulary.cues import (
    Kinds,
    LevelCues,
    UnitCues,
    load_kinds,
    load_levels,
    load_organizations,
)
from huibian.vocabulary.fields import FieldTable, load_fields
from huibian.vocabulary.noise import NoiseRule, load_noise
from huibian.vocabulary.regions import RegionTable, RegionTableError, load_regions
from huibian.vocabulary.themes import Themes, load_themes

#: Where a site keeps its own vocabularies, below ``docs/``; not part of the built site.
FOLDER = "vocabulary"


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """What the stages and the checks look things up in.

    Those to which a site adds nothing are loaded when they are asked for: a build asks for none.
    """

    themes: Themes
    regions: RegionTable
    fields: FieldTable
    _noise: tuple[NoiseRule, ...] | None

    @property
    def noise(self) -> tuple[NoiseRule, ...]:
        """Rules of what is dropped."""
        return load_noise() if self._noise is None else self._noise

    @property
    def boundaries(self) -> tuple[BoundaryRule, ...]:
        """Rules of where articles begin."""
        return load_boundaries()

    @property
    def kinds(self) -> Kinds:
        """Kinds of articles with their cues."""
        return load_kinds()

    @property
    def levels(self) -> LevelCues:
        """Cues of levels."""
        return load_levels()

    @property
    def organizations(self) -> UnitCues:
        """Cues of units."""
        return load_organizations()


def load(docs: Path | None = None) -> Vocabularies:
    """Load the vocabularies, with the site's own from ``docs/vocabulary/`` where there are any.

    Raises HuibianError (HB501) that names file and line.
    """
    folder = docs / FOLDER if docs is not None else None

    def own(name: str) -> Path | None:
        path = folder / name if folder is not None else None
        return path if path is not None and path.is_file() else None

    try:
        regions = load_regions(own("regions.csv"))
    except RegionTableError as error:
        raise HuibianError(
            diagnostic("HB501", path=error.path, line=line, reason=reason)
            for line, reason in error.errors
        ) from error
    noise = own("noise.yml")
    return Vocabularies(
        load_themes(own("themes.yml")),
        regions,
        load_fields(own("fields.yml")),
        None if noise is None else load_noise(noise),
    )
