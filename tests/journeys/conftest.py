"""A served site with its worker, and people with real browsers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from argon2 import PasswordHasher
from axe_playwright_python.sync_playwright import Axe
from flask_migrate import upgrade
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, expect

from award import create_app
from award.competitions import actions as competitions
from award.competitions import blueprint as bp
from award.core import clock, fonts
from award.core.db import db
from award.people import passwords
from config import settings
from tests import cast as people
from tests.conftest import keep_cut
from tests.ports import PATIENCE_SECONDS, free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
LAPTOP: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
GRAVE = {"serious", "critical"}
COLOURS = ["color-contrast", "link-in-text-block"]
"""What a dark page can do worse than the same page in light: axe's rules about colours."""
LOADED = Axe("undefined")
"""The same tool on a page that has its script already."""
MILLISECONDS = 45_000
"""How long a page may take to show what is expected: far more than it needs."""
LOOK = """() => {
  const page = document.documentElement, seen = page.clientWidth;
  const tooWide = () => {
    if (page.scrollWidth <= seen) return "";
    const wide = [...document.body.querySelectorAll("*")].filter(
      (one) => one.getBoundingClientRect().right > seen + 0.5);
    const told = wide.slice(-3).map((one) => one.outerHTML.slice(0, 160));
    return `${page.scrollWidth} > ${seen}: ${told}`;
  };
  const telling = /^(class|role|type|hidden|lang|aria-(?!label))/;
  const told = ({name, value}) => telling.test(name) ? name + value : name;
  const drawn = (one) => one && [one.tagName, ...[...one.attributes].map(told)].join(" ");
  const placed = (one) => `${drawn(one.parentElement)} > ${drawn(one)}`;
  const kinds = new Set([...document.querySelectorAll("*")].map(placed));
  return [tooWide(), [...kinds].sort().join()];
}"""
"""What makes a page scroll sideways, empty when nothing does; and its shape: which kinds of
elements it consists of and what they stand in, not its words, nor how many rows a list has."""
expect.set_options(timeout=MILLISECONDS)


@dataclass(frozen=True)
class Site:
    """A running site: its address and where it keeps its data."""

    address: str
    data: Path


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, cut: Path) -> Path:
    """The data of a site before its first start: the cast, an open edition, cut fonts."""
    data = tmp_path_factory.mktemp("site")
    keep_cut(data, cut)
    with pytest.MonkeyPatch.context() as patched:
        # Signing in takes its time here as it does in life: scripts of a page may still be asking.
        patched.setattr(passwords, "_hasher", PasswordHasher())
        _fill({"DATA_DIR": str(data), "SECRET_KEY": "only-for-tests", "DEMO": "0"})
    return data


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory, filled: Path) -> Iterator[Site]:
    """One site for all journeys that keep to entries of their own."""
    with served(filled, tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory, filled: Path) -> Iterator[Site]:
    """A site for a journey that needs the competition for itself."""
    with served(filled, tmp_path_factory.mktemp("served")) as running:
        yield running


@contextmanager
def served(filled: Path, data: Path) -> Iterator[Site]:
    """The cast and an edition whose registration is open today, served by web and worker."""
    shutil.copytree(filled, data, dirs_exist_ok=True, symlinks=True)
    port = free_port()
    environment = {
        "DATA_DIR": str(data),
        "SECRET_KEY": "only-for-tests",
        "BASE_URL": f"http://localhost:{port}",
        "PORT": str(port),
        "DEMO": "0",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
    running = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield Site(environment["BASE_URL"], data)
    finally:
        running.terminate()
        running.wait(PATIENCE_SECONDS)


def _fill(environment: dict[str, str]) -> None:
    app = create_app(settings(environment))
    with app.app_context():
        upgrade()
        people.enter()
        year = clock.today().year
        blueprint = bp.at_year(bp.load("oaoi_badung"), year)
        start = next(item.starts for item in blueprint.calendar if item.key == "pendaftaran")
        shift = clock.today() - timedelta(days=10) - start
        calendar = tuple(
            replace(item, starts=item.starts + shift, ends=item.ends + shift)
            for item in blueprint.calendar
        )
        # Nobody can wait three working days here: this edition is published without objections.
        rules = replace(blueprint.settings, objection_working_days=0)
        organiser = people.Cast().organiser
        edition = competitions.create_edition(
            blueprint=replace(blueprint, calendar=calendar, settings=rules),
            year=year,
            actor=organiser,
        )
        competitions.open_edition(edition=edition, actor=organiser)
        db.session.commit()
        for name in fonts.FACES:
            fonts.prepared(name)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, offline; its address line, which nobody sees here, offers nothing, and
    threads that would hasten scripts cost more than they save."""
    browser = playwright.chromium.launch(
        executable_path="/usr/bin/chromium",
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup",
            "--js-flags=--single-threaded",
        ],
    )
    yield browser
    browser.close()


class Person:
    """Someone at the site with a browser; every page they see is examined."""

    examined: ClassVar[set[str]] = set()
    """Shapes of pages that were looked at in this run."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site
        self.faults: list[str] = []

    def open(self, path: str) -> Page:
        """Go to a page."""
        self.page.goto(self.site.address + path)
        self.examine()
        return self.page

    def press(self, name: str) -> Page:
        """Press the button or link of this name in the page's main part; look at what comes."""
        main = self.page.locator("main")
        target = main.get_by_role("button", name=name, exact=True).or_(
            main.get_by_role("link", name=name, exact=True)
        )
        assert target.count(), f"no “{name}” on {self.page.url}:\n{main.inner_text()}"
        with self.page.expect_navigation():
            target.first.click()
        self.examine()
        return self.page

    def examine(self) -> None:
        """No serious fault of accessibility in light or dark, and nothing scrolls sideways.

        Pages that differ in their words alone, or in how much they list, are looked at once.
        """
        where = self.page.url.removeprefix(self.site.address)
        wide, kinds = self.page.evaluate(LOOK)
        if wide:
            self.faults.append(f"{where}: scrolls sideways, {wide}")
        shape = f"{self.page.viewport_size} {kinds}"
        if shape in self.examined:
            return
        self.examined.add(shape)
        for scheme, axe, rules in (("light", Axe(), None), ("dark", LOADED, COLOURS)):
            # Colours that are still fading from one scheme to the other would be measured halfway.
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self.faults += [f"{where} ({scheme}): {fault}" for fault in self._grave(axe, rules)]
        self.page.emulate_media(color_scheme="light")

    def _grave(self, axe: Axe, rules: list[str] | None) -> Iterator[str]:
        # To preload would fetch every style sheet again, for rules that are not on.
        options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
        found = axe.run(self.page, options=options | ({"runOnly": rules} if rules else {}))
        for each in found.response["violations"]:
            if each["impact"] in GRAVE:
                yield f"{each['id']} {each['nodes'][0]['html'][:160]}"

    def sign_in(self, who: str) -> Person:
        """Sign in as someone of the cast."""
        self.open("/masuk")
        self.page.get_by_label("Surel").fill(people.PEOPLE[who].email)
        self.page.get_by_label("Kata sandi").fill(people.PASSWORD)
        self.press("Masuk")
        return self


@pytest.fixture
def meet(chromium: Browser, site: Site) -> Iterator[Callable[..., Person]]:
    """``meet("staff")`` is the staff with a laptop; ``meet()`` is anyone."""
    met: list[Person] = []

    def begin(who: str | None = None, viewport: ViewportSize = LAPTOP, **options: Any) -> Person:
        context = chromium.new_context(viewport=viewport, locale="id-ID", **options)
        context.set_default_timeout(MILLISECONDS)
        person = Person(context.new_page(), site)
        met.append(person)
        return person.sign_in(who) if who else person

    yield begin
    for person in met:
        person.page.context.close()
