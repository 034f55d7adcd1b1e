"""The documents name only files, links and commands that are there."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.architecture import source

PAGES = [*source.files(".md", "docs"), source.ROOT / "README.md"]
TOP = {path.name for path in source.ROOT.iterdir()} - {"var"}
IDS = [source.name(path) for path in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_file_that_a_page_names_is_there(page):
    named = re.findall(r"`([\w.-]+/[\w./-]*)`", page.read_text(encoding="utf-8"))
    ours = {name for name in named if name.split("/")[0] in TOP and name.rstrip("/") != "docker/certificates"}
    assert {name for name in ours if not (source.ROOT / name).exists()} == set()


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_link_of_a_page_leads_to_a_file(page):
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    folder = Path(page).parent
    gone = {link for link in links if not any((folder / f"{link}{end}").exists() for end in ("", ".md"))}
    assert gone == set()


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_command_that_a_page_names_is_there(page):
    named = set(re.findall(r"(?:manage\.py|web manage) ([a-z_]+)", page.read_text(encoding="utf-8")))
    assert named - set(get_commands()) == set()
