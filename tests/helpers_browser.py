"""Real Chromium on the running site: somebody signed in, and everything that a browser complains of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from helpers_waiting import PATIENCE
from helpers_web import browser as client_of
from sigai_web.accounts.models import User

OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
)
DESKTOP, PHONE = {"width": 1366, "height": 900}, {"width": 390, "height": 844}
_GRAVE = ("serious", "critical")
_TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width + 1) return [];
  const scrolls = (e) => e && (getComputedStyle(e).overflowX !== "visible" || scrolls(e.parentElement));
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > width + 1 && !scrolls(e.parentElement))
    .slice(-3).map((e) => e.outerHTML.slice(0, 120));
}"""


_TEXTS = """() => {
  const found = [], left = "script, style, template, code, pre, textarea, svg, .code, [lang^=zh]:not(html)";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.data.trim() && !node.parentElement.closest(left)) found.push(node.data);
  }
  return found;
}"""


@dataclass
class Visitor:
    """One person's browser on the site. `faults` is what no page may give rise to."""

    site: str
    context: BrowserContext
    page: Page
    phone: bool = False
    faults: list[str] = field(default_factory=list)

    @classmethod
    def at(
        cls, site: str, chromium: Browser, user: User | None, *, language: str = "zh-hans", phone: bool = False
    ) -> Visitor:
        """A browser in which somebody is signed in already, with the second factor where the role needs one."""
        context = chromium.new_context(viewport=PHONE if phone else DESKTOP, locale="zh-CN", accept_downloads=True)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE * 1000)
        cookies = {"language": language}
        if user is not None:
            cookies |= {name: morsel.value for name, morsel in client_of(user).cookies.items()}
        context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])
        visitor = cls(site, context, context.new_page(), phone)
        visitor._listen()
        return visitor

    def opens(self, path: str) -> Response:
        """Go to an address of the site, and wait until its scripts have settled."""
        response = self.page.goto(self.site + path)
        self.page.wait_for_load_state("networkidle")
        assert response is not None
        return response

    def settles(self) -> None:
        """Wait for what follows from a form that was sent: it is busy until the next page is there."""
        self.page.wait_for_function("() => !document.querySelector('form[aria-busy]')")
        self.page.wait_for_load_state("networkidle")

    def resizes(self, *, phone: bool) -> None:
        """Make the window as large as a telephone or as a desk."""
        self.page.set_viewport_size(PHONE if phone else DESKTOP)  # type: ignore[arg-type]

    def accessibility_faults(self) -> list[str]:
        """What axe finds that is serious or critical on the page as it stands."""
        found = Axe().run(self.page, options={"resultTypes": ["violations"]}).response["violations"]
        return [
            f"{fault['impact']} {fault['id']}: {node['html'][:160]}"
            for fault in found
            if fault["impact"] in _GRAVE
            for node in fault["nodes"][:3]
        ]

    def too_wide(self) -> list[str]:
        """What makes the page have to be pushed sideways to be read; nothing where it need not be."""
        return list(self.page.evaluate(_TOO_WIDE))

    def texts(self) -> list[str]:
        """Every text that stands on the page to be read, but for code and what is marked as Chinese."""
        return list(self.page.evaluate(_TEXTS))

    def _listen(self) -> None:
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.context.on("request", self._on_request)
        self.context.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        # the browser's own line on an answer of 4xx, which a test may well have asked for
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text} at {self.page.url}")

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and f"{parts.scheme}://{parts.netloc}" != self.site:
            self.faults.append(f"left the machine: {request.url}")

    def _on_response(self, response: Response) -> None:
        asset = response.request.resource_type not in ("document", "xhr", "fetch")
        if response.status >= 500 or (asset and response.status >= 400):
            self.faults.append(f"{response.status}: {response.url}")


Visit = Callable[..., Visitor]
