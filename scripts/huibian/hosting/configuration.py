"""The configuration of a web server for a site: a template, filled in."""

from __future__ import annotations

import ipaddress
import re

import jinja2

from huibian import __version__
from huibian.hosting import answers
from huibian.hosting.settings import SERVERS, Settings


def configuration(settings: Settings) -> str:
    """Return the text of the configuration file, ending in a line break."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("huibian.hosting", "templates"),
        autoescape=settings.server == "iis",  # XML
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["pattern"] = re.escape
    template = environment.get_template(SERVERS[settings.server])
    return template.render(
        version=__version__,
        settings=settings,
        answers=answers,
        networks=[ipaddress.ip_network(one) for one in settings.allowed],
    )
