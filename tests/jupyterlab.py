"""A real JupyterLab in a real browser, for tests, the benchmark and pictures."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from helpers.processes import families

INSTALL_LINE = "apt-get install -y chromium"
CHROMIUM_FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ARTEFACTS = Path(__file__).resolve().parent / "artefacts"


# Names on PATH, and where macOS and Windows keep a Chrome.
_CHROMIUMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)


def find_chromium():
    """Return the path of a Chromium, or None."""
    return next((path for path in map(shutil.which, _CHROMIUMS) if path), None)


@contextlib.contextmanager
def serve(folder, home, base="/"):
    """Run JupyterLab over a folder of notebooks; yields its URL and token.

    It is served below the path `base`, as JupyterHub has it. Its settings and state go to `home`, so that
    the developer's own play no part.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "JUPYTER_CONFIG_DIR": f"{home}/config",
        "JUPYTER_DATA_DIR": f"{home}/data",
        "JUPYTER_RUNTIME_DIR": f"{home}/runtime",
        "JUPYTERLAB_SETTINGS_DIR": f"{home}/settings",
        "JUPYTERLAB_WORKSPACES_DIR": f"{home}/workspaces",
        "IPYTHONDIR": f"{home}/ipython",
    }
    # Ask nothing of the network, and nothing of the reader.
    settings = Path(home, "settings", "@jupyterlab", "apputils-extension")
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1"]
    command += [f"--port={port}", f"--IdentityProvider.token={token}", "--allow-root"]
    command += [f"--ServerApp.root_dir={folder}", f"--ServerApp.base_url={base}"]
    with open(f"{home}/server.log", "w") as log:
        server = subprocess.Popen(
            command, env=environment, stdout=log, stderr=log, **families.APART
        )
    url = f"http://127.0.0.1:{port}{base}".rstrip("/")
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{url}/api?token={token}", timeout=5).close()
                break
            if server.poll() is not None:
                break
            time.sleep(0.2)
        else:
            raise TimeoutError("JupyterLab did not start within 60 s.")
        if server.poll() is not None:
            raise RuntimeError(f"JupyterLab ended:\n{Path(home, 'server.log').read_text()[-2000:]}")
        yield url, token
    finally:
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGINT)
                os.killpg(server.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(20)
        families.end(server.pid)
        server.wait()


@contextlib.contextmanager
def browser_page(width=1280, height=800):
    """Open a page in headless Chromium."""
    # Loaded here only: what it is built on turns the GIL on, and other tests look at a Python without one.
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        try:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.set_default_timeout(180_000)
            yield page
        finally:
            browser.close()


class Notebook:
    """A notebook that is open in JupyterLab, as its reader handles it."""

    _address = "lab/workspaces/auto-t/tree/{path}?reset&"

    def __init__(self, page, server, path):
        self.page, self._server, self._path = page, server, path
        self._open()

    def _open(self):
        url, token = self._server
        self.page.goto(f"{url}/{self._address.format(path=self._path)}token={token}")
        self.page.wait_for_selector("#jupyterlab-splash", state="detached")
        self.page.wait_for_function(
            "() => { const k = document.querySelector('.jp-KernelName');"
            " return k && k.textContent.trim() && k.textContent.trim() !== 'No Kernel'; }"
        )
        self.wait_until_idle()

    def wait_until_idle(self, timeout_s=120):
        """Wait until the kernel has been idle, and no cell waits, for half a second."""
        self.page.wait_for_function(
            """() => {
                const idle = document.querySelector(
                    '.jp-Notebook-ExecutionIndicator[data-status=idle]');
                const waiting = [...document.querySelectorAll('.jp-InputPrompt')]
                    .some(prompt => prompt.textContent.includes('[*]'));
                const now = performance.now();
                if (!idle || waiting) { window.idleSince = undefined; return false; }
                window.idleSince = window.idleSince ?? now;
                return now - window.idleSince > 500;
            }""",
            timeout=timeout_s * 1000,
        )

    def menu(self, menu, item):
        """Choose an item of a menu of JupyterLab."""
        self.page.click(f"#jp-MainMenu .lm-MenuBar-item:has-text('{menu}')")
        self.page.click(f".lm-Menu-itemLabel:text-is('{item}')")

    def run_all(self, timeout_s=120):
        """Run all cells and wait until the kernel is idle again."""
        self.menu("Run", "Run All Cells")
        self.page.wait_for_timeout(300)
        self.wait_until_idle(timeout_s)

    def reopen_without_kernel(self):
        """Save it, restart its kernel, and open it again: it has no model for its widgets then."""
        self.page.keyboard.press("Control+s")
        self.page.wait_for_timeout(1500)
        self.menu("Kernel", "Restart Kernel…")
        self.page.keyboard.press("Enter")
        self.page.wait_for_timeout(2000)
        self._open()

    def questions_above(self):
        """Tell of each question whether it stands above what answers it; none is cut off."""
        labels = self.page.locator(".lab-questions .widget-label")
        assert labels.count() > 0
        assert not any(
            labels.evaluate_all("all => all.map(one => one.scrollWidth > one.clientWidth)")
        )
        return labels.evaluate_all(
            """all => all.map(one => {
                const control = one.parentElement.querySelector("select, input");
                const bottom = one.getBoundingClientRect().bottom;
                return control.getBoundingClientRect().top >= bottom - 1;
            })"""
        )

    def slider(self, label, lab=0):
        """Return the handle of a lab's slider."""
        row = self.page.locator(f".widget-slider:has(.widget-label:text-is('{label}'))").nth(lab)
        return row.locator(".noUi-handle")

    def cut_labels(self):
        """Return the labels of sliders that do not fit, and end in dots."""
        cut = "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.textContent)"
        labels = self.page.locator(".widget-slider .widget-label")
        assert labels.count() > 0
        return labels.evaluate_all(cut)

    def number(self, label, lab=0):
        """Return the box beside a slider, in which its number can be typed."""
        row = f".widget-hbox:has(> .widget-slider .widget-label:text-is('{label}'))"
        return self.page.locator(row).nth(lab).locator(".lab-number input")

    def readout(self, label, lab=0):
        """Return the number beside a slider, as it is written."""
        return self.number(label, lab).input_value()

    def wait_for_number(self, label, written, timeout_s=30):
        """Wait until the number beside a slider is written so."""
        deadline = time.monotonic() + timeout_s
        while self.readout(label) != written:
            assert time.monotonic() < deadline, (label, self.readout(label), written)
            time.sleep(0.05)

    def picture(self, lab=0):
        """Return the live picture below a lab's controls."""
        return self.page.locator(".jp-Cell:has(.lab-status)").nth(lab).locator("img.lab-picture")

    def status(self, lab=0):
        """Return the text of a lab's status line."""
        return self.page.locator(".lab-status").nth(lab).inner_text()

    def wait_for_status(self, words, lab=0, timeout_s=60):
        """Wait until a lab's status line contains some words."""
        self.page.locator(".lab-status").nth(lab).filter(has_text=words).wait_for(
            timeout=timeout_s * 1000
        )


class Notebook7(Notebook):
    """A notebook that is open in Jupyter Notebook 7, which the same server offers."""

    _address = "notebooks/{path}?"


def keep(page, name):
    """Keep a screenshot, for a person to look at."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png")


def changed_picture(notebook, before, timeout_s=30):
    """Wait until the lab's picture is another one, and return it."""
    notebook.page.wait_for_function(
        "([old]) => { const image = [...document.querySelectorAll('.jp-Cell')]"
        ".find(cell => cell.querySelector('.lab-status')).querySelector('img.lab-picture');"
        " return image && image.src !== old; }",
        arg=[before],
        timeout=timeout_s * 1000,
    )
    return notebook.picture().get_attribute("src")
