"""A headless browser, spoken to in the DevTools protocol over two pipes: nothing to install but the browser."""

import base64
import contextlib
import fcntl
import itertools
import json
import os
import select
import shutil
import signal
import time

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars"
    " --disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage"
    " --remote-debugging-pipe"
)
PATIENCE = 60
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27}


class Browser:
    """One browser for several pages; to be used in a `with`."""

    def __init__(self, profile):
        theirs_in, ours_out = _pipe()
        ours_in, theirs_out = _pipe()
        self._pid = os.posix_spawn(
            CHROMIUM,
            [CHROMIUM, *FLAGS.split(), f"--user-data-dir={profile}"],
            {**os.environ, "HOME": str(profile)},
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                (os.POSIX_SPAWN_DUP2, 1, 2),
                (os.POSIX_SPAWN_DUP2, theirs_in, 3),
                (os.POSIX_SPAWN_DUP2, theirs_out, 4),
            ],
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._in, self._out = ours_in, ours_out
        self._numbers = itertools.count(1)
        self._rest = b""
        self.events = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError):
            self.call("Browser.close")
        os.close(self._out)
        os.close(self._in)
        with contextlib.suppress(ProcessLookupError):
            for _ in range(50):
                if os.waitpid(self._pid, os.WNOHANG)[0]:
                    return
                time.sleep(0.1)
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)

    def call(self, method, session=None, **params):
        """What a method answers; events that come meanwhile are kept."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            heard = self._heard()
            if heard.get("id") == number:
                assert "error" not in heard, f"{method}: {heard['error']}"
                return heard["result"]
            self.events.append(heard)

    def wait(self, session, method):
        """Until an event has come."""
        while True:
            for event in self.events:
                if event.get("sessionId") == session and event.get("method") == method:
                    return event
            self.events.append(self._heard())

    def _heard(self):
        until = time.monotonic() + PATIENCE
        while b"\0" not in self._rest:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self._in], [], [], left)[0]:
                raise TimeoutError("the browser does not answer")
            chunk = os.read(self._in, 1 << 20)
            if not chunk:
                raise OSError("the browser has gone")
            self._rest += chunk
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)

    def open(self, url, width, height=900, *, is_scripted=True, **media):
        """A page at a width, loaded; `is_scripted` is whether its scripts may run."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return Page(self, session, url, (width, height), media, is_scripted=is_scripted)


class Page:
    """A page, as a reader has it before them."""

    def __init__(self, browser, session, url, size, media, *, is_scripted):
        self._browser, self._session = browser, session
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=size[0],
            height=size[1],
            deviceScaleFactor=1,
            mobile=size[0] < 600,
        )
        if media:
            features = [{"name": name, "value": value} for name, value in media.items()]
            self.call("Emulation.setEmulatedMedia", features=features)
        if not is_scripted:
            self.call("Emulation.setScriptExecutionDisabled", value=True)
        self.call("Page.navigate", url=url)
        browser.wait(session, "Page.loadEventFired")

    def call(self, method, **params):
        return self._browser.call(method, self._session, **params)

    def value(self, expression):
        """What a script comes to; run outside the page's content security policy."""
        found = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def press(self, key, *, is_shifted=False):
        """A key, pressed and let go."""
        code = KEYS.get(key, ord(key[0].upper()))
        common = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        common["modifiers"] = 8 if is_shifted else 0
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def write(self, text):
        """Text, as an input method gives it."""
        self.call("Input.insertText", text=text)

    def pdf(self):
        """What is printed."""
        printed = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(printed["data"])

    def picture(self, clip=None):
        """What is seen, as PNG."""
        given = {"clip": {**clip, "scale": 1}} if clip else {}
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True, **given)
        return base64.b64decode(shot["data"])

    @property
    def complaints(self):
        """What the browser wrote on its console, errors and warnings."""
        found = []
        for event in self._browser.events:
            if event.get("sessionId") != self._session:
                continue
            method, params = event["method"], event["params"]
            if method == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
                found.append(params["entry"]["text"])
            if method == "Runtime.exceptionThrown":
                found.append(params["exceptionDetails"]["text"])
            if method == "Runtime.consoleAPICalled":
                found.append(str(params["args"]))
        return found

    @property
    def requests(self):
        """The addresses that were asked for."""
        return [
            event["params"]["request"]["url"]
            for event in self._browser.events
            if event.get("sessionId") == self._session
            and event["method"] == "Network.requestWillBeSent"
        ]


def _pipe():
    """A pipe whose ends are out of the way of the numbers that the browser expects."""
    ends = os.pipe()
    far = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 32) for end in ends]
    for end in ends:
        os.close(end)
    return far
