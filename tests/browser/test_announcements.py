"""What of a lab's status line a screen reader reads out when it comes."""

from helpers.labs import accessibility
from helpers.labs.accessibility import announcement

# Each is written when a screen reader is told of the change: after the page's own script has seen it.
HEAR = """() => {
    window.heard = [];
    const line = document.querySelector(".lab-announced");
    new MutationObserver(() => heard.push([line.textContent, line.role, line.ariaLive]))
        .observe(line, {childList: true});
}"""
WRITE = "html => { document.querySelector('.lab-announced').innerHTML = html; }"


def test_it_is_known_how_it_is_read_when_it_comes(page):
    page.goto("about:blank")
    page.set_content(
        f'<div class="lab"><div class="lab-announced"></div></div>{accessibility.PAGE}'
    )
    page.evaluate(HEAR)
    page.evaluate(WRITE, announcement("So far: 2"))
    page.evaluate(WRITE, announcement("So far: 3", is_news=False))
    page.evaluate(WRITE, announcement("It failed", alarm=True))
    page.evaluate(WRITE, announcement("4"))
    assert page.evaluate("heard") == [
        ["So far: 2", "status", "polite"],
        ["So far: 3", "status", "off"],
        ["It failed", "alert", "assertive"],
        ["4", "status", "polite"],
    ]
