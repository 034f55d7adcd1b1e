"""The keyboard: each stop has a ring, none lies under a bar, none is a trap; in forced colours too.

Tab is pressed from the head of a page to its end, once wide in Hebrew with the colours that the system forces
(Windows' high contrast: no shadows, no backgrounds), once narrow in English. In forced colours what is pressed, chosen
or current must also look another way than what is not, and each state must be a word with an edge. From day to day the
page of all components is walked; in CI every page by turns in one way or the other, and nothing may be refused by the
content policy on the way.
"""

import pytest

from tests.browser.test_every_page import ONLY, SHARES, cookies_of, pages_of, readable
from tests.matrix import world as worlds
from tests.matrix.snapshot import lay

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MOST = 400  # stops of a page
PARTS = 8
FEW = {"measurement:request", "portal:home", "portal:cockpit", "account_login"}
STOP = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const same = window.lastStop === e, again = !same && e.dataset.stop === '1';
  e.dataset.stop = '1';
  window.lastStop = e;
  const drawn = e.matches('input[type=checkbox], input[type=radio], input[type=file]') && e.closest('label') || e;
  const ringed = [e, drawn].some(one => {
    const s = getComputedStyle(one);
    return s.outlineStyle === 'auto' || s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
  });
  const r = drawn.getBoundingClientRect(), inset = 3;
  const xs = [r.left + inset, (r.left + r.right) / 2, r.right - inset];
  const ys = [r.top + inset, (r.top + r.bottom) / 2, r.bottom - inset];
  const free = xs.some(x => ys.some(y => {
    const at = document.elementFromPoint(x, y);
    return at !== null && (at === drawn || drawn.contains(at) || at.contains(drawn) && !at.matches('body, html'));
  }));
  return {same, again, ringed, free, what: e.outerHTML.slice(0, 110)};
}"""


FORCED = """() => {
  const MARKED = '[aria-current]:not([aria-current=false]), [aria-pressed=true], [aria-selected=true]';
  const look = e => {
    const s = getComputedStyle(e.querySelector('.stepper__dot') || e);
    return [s.fontWeight, s.color, s.backgroundColor, s.outlineStyle, !!e.querySelector('a')].join();
  };
  const shown = e => e.getClientRects().length > 0 && e.checkVisibility({visibilityProperty: true});
  const wrong = [], tell = (what, e) => wrong.push(what + ': ' + e.outerHTML.slice(0, 110));
  for (const e of document.querySelectorAll(MARKED)) {
    const around = e.closest('nav, ol, ul, .tabs') || e.parentElement;
    const like = [...around.querySelectorAll(e.tagName)].find(o => !o.matches(MARKED) && shown(o));
    if (shown(e) && like && look(e) === look(like)) tell('not told apart', e);
  }
  for (const e of document.querySelectorAll('.check input:checked')) {
    const own = getComputedStyle(e), mark = getComputedStyle(e, '::before');
    const drawn = parseFloat(mark.borderBlockEndWidth) > 0 ? mark.borderBlockEndColor : mark.backgroundColor;
    if (shown(e) && drawn === own.backgroundColor) tell('checked and unchecked alike', e);
  }
  for (const e of document.querySelectorAll('.badge')) {
    if (shown(e) && !(e.innerText.trim() || e.getAttribute('aria-label'))) tell('no word', e);
    if (shown(e) && getComputedStyle(e).borderBlockStartStyle !== 'solid') tell('no edge', e);
  }
  return wrong;
}"""


def stops(tab):
    """What is wrong with the stops of the open page, and how many there are."""
    wrong, count, stays = [], 0, 0
    tab.evaluate("document.activeElement.blur()")
    for _press in range(MOST):
        tab.keyboard.press("Tab")
        stop = tab.evaluate(STOP)
        if stop is None or stop["again"]:
            break
        stays = stays + 1 if stop["same"] else 0  # a field for a date has parts
        if stays > PARTS:
            wrong.append(f"no way out: {stop['what']}")
            break
        if not stays:
            count += 1
            told = {"no ring": stop["ringed"], "covered": stop["free"]}
            wrong += [f"{name}: {stop['what']}" for name, good in told.items() if not good]
    else:
        wrong.append("no end")
    return wrong, count


class Keyboard:
    """Walks through pages and writes down what is wrong with each."""

    def __init__(self, browser, origin, cookies):
        self.browser, self.origin, self.cookies = browser, origin, cookies
        self.wrong, self.stops, self._tabs = [], 0, {}

    def tab(self, persona, width, forced):
        """One tab a persona and way of looking; without moves, or all that scrolls would seem covered."""
        key = (persona, width, forced)
        if key not in self._tabs:
            how = {"viewport": {"width": width, "height": 800}, "reduced_motion": "reduce", "forced_colors": forced}
            around = self.browser.new_context(base_url=self.origin, **how)
            around.add_cookies(self.cookies.get(persona, []))
            self._tabs[key] = tab = around.new_page()
            tab.on("console", lambda said: self.hear(said.text))
        return self._tabs[key]

    def hear(self, said):
        """What the content policy refused. The crawl with axe must do without it."""
        if "Content Security Policy" in said:
            self.wrong.append(f"refused by the policy: {said[:200]}")

    def walk(self, path, persona="anonymous", width=1440, forced="active"):
        """One page from its head to its end."""
        tab = self.tab(persona, width, forced)
        tab.goto(path, wait_until="load")
        found, count = stops(tab)
        found += tab.evaluate(FORCED) if forced == "active" else []
        self.wrong += [f"{path} ({persona}, {width}): {one}" for one in found]
        self.stops += count


@pytest.fixture
def walker(browser, live_server, run_folder):
    """Walks through the demo as whoever of the cast is named."""
    lay(run_folder)
    cast = worlds.visitors()
    made = Keyboard(browser, live_server.url, {name: cookies_of(who, live_server.url) for name, who in cast.items()})
    made.cast = cast
    return made


def wide(walker, path, persona):
    """In Hebrew, in the colours that the system forces."""
    walker.walk(path, persona)


def narrow(walker, path, persona):
    """In English, as on a telephone."""
    walker.walk(path.replace("/he/", "/en/", 1), persona, 390, "none")


@pytest.mark.exhaustive
@pytest.mark.parametrize("share", range(SHARES))
def test_every_stop_of_every_page_is_seen(walker, share):
    rest = [page for page in pages_of(None, share, SHARES) if page.name not in FEW]  # those are walked both ways below
    for turn, (_name, persona, path) in enumerate(readable(rest, walker.cast)):
        for way in (wide, narrow) if ONLY else ((wide, narrow)[turn % 2],):
            way(walker, path, persona)
    assert "\n".join(walker.wrong) == ""
    assert ONLY or walker.stops > 500


@pytest.mark.exhaustive
def test_every_stop_of_the_home_a_grid_and_a_form_is_seen(walker):
    for _name, persona, path in readable(pages_of(FEW), walker.cast):
        wide(walker, path, persona)
        narrow(walker, path, persona)
    assert "\n".join(walker.wrong) == ""
    assert walker.stops > 60


def test_every_stop_of_every_component_is_seen(browser, live_server, settings):
    settings.DEMO = True
    walker = Keyboard(browser, live_server.url, {})
    walker.walk("/he/style-guide/")
    walker.walk("/en/style-guide/", width=390, forced="none")
    assert "\n".join(walker.wrong) == ""
    assert walker.stops > 100


PLANTED = """
<style>
  .plain:focus { outline: none } .shadow:focus { outline: none; box-shadow: 0 0 0 3px red }
  .bar { position: fixed; inset: 0 0 auto 0; block-size: 60px; background: white }
  .badge { background: red } .tabs a { color: black; font-weight: 400 }
  .check input { appearance: none; background: white } .check input:checked::before { content: ""; background: blue }
</style>
<div class="bar"></div><button class="under">under</button><p style="padding-block: 4rem"></p>
<button class="plain">plain</button><button class="shadow">shadow</button><button class="good">good</button>
<nav class="tabs"><a href="#a" aria-current="page">a</a><a href="#b">b</a></nav>
<label class="check"><input type="radio" checked></label>
<textarea onkeydown="event.preventDefault()"></textarea>
<span class="badge">a word</span><span class="badge"><svg></svg></span>
"""


def test_planted_faults_are_seen(browser):
    tab = browser.new_context(forced_colors="active", reduced_motion="reduce").new_page()
    tab.set_content(PLANTED)
    found, count = stops(tab)
    assert count == 8
    assert [one.partition(": ")[0] for one in found] == ["covered", "no ring", "no ring", "no way out"]
    assert [one.partition(": ")[0] for one in tab.evaluate(FORCED)] == [
        "not told apart",
        "checked and unchecked alike",
        "no edge",
        "no word",
        "no edge",
    ]


@pytest.mark.exhaustive
def test_a_refusal_of_the_content_policy_is_heard(browser, live_server, settings):
    settings.DEMO = True
    walker = Keyboard(browser, live_server.url, {})
    tab = walker.tab("anonymous", 1440, "none")
    tab.goto("/he/style-guide/")
    tab.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    tab.wait_for_timeout(200)
    assert [one.partition(":")[0] for one in walker.wrong] == ["refused by the policy"]
