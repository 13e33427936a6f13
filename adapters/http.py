"""The one way out: an HTTP client that opens public addresses only, within a deadline, a size and five redirects."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType

import httpcore
import httpx

from adapters.address_gate import Gate, GatedBackend, Resolve, anywhere, is_public, resolve, seconds_left, within
from adapters.decompress import read_body
from config.settings import Settings
from pipelines.errors import AddressRefused, Permanent, Unreachable
from pipelines.ports import Fetched

MAX_REDIRECTS = 5
_SHORT_BODY = 65_536
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TRY_LATER = frozenset({408, 425, 429})
_MAY_TRAVEL = frozenset({"accept", "accept-language", "if-none-match", "if-modified-since"})
"""Headers of the caller that follow a redirect to another host; the others could be keys."""


class Unanswered(Unreachable):
    """What was posted may have arrived: the connection stood when it failed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a POST was answered; bodies are of no interest."""

    status: int
    retry_after: float | None = None
    """Seconds that the other side asked us to wait, if it did."""


class HttpFetcher:
    """`pipelines.ports.Fetcher` on httpx: safe to share between threads, connections are reused.

    Open it after a fork, not before: connections are not to be shared by processes.
    """

    def __init__(self, settings: Settings, *, gate: Gate, resolve: Resolve, now: Callable[[], datetime]) -> None:
        """The settings give deadline (of a whole `get`) and cap; `now` is for a Retry-After that is a date."""
        self._seconds = settings.fetch_seconds
        self._cap = settings.max_body_bytes
        self._now = now
        self._client = _client(settings.user_agent, GatedBackend(gate=gate, resolve=resolve))

    def __enter__(self) -> HttpFetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._client.close()

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Fetched:
        """GET `url`; see `pipelines.ports.Fetcher` for what is raised. Messages show addresses without their query."""
        try:
            with within(self._seconds):
                return self._follow(_checked(url), dict(headers or {}))
        except (httpx.TimeoutException, httpcore.TimeoutException) as error:
            raise Unreachable(f"{_shown(url)} gave no full answer within {self._seconds:g} s") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
            raise AddressRefused(f"{_shown(url)} cannot be asked for: {error}") from error
        except httpx.HTTPError as error:
            raise Unreachable(f"{_shown(url)} cannot be reached: {error}") from error

    def post(self, url: str, *, body: bytes, headers: dict[str, str], seconds: float) -> Answer:
        """POST once within `seconds`, following no redirect.

        Raises AddressRefused; Unreachable where no connection came about, Unanswered where one did and failed then.
        """
        try:
            with within(seconds):
                request = self._client.build_request(
                    "POST", _checked(url), content=body, headers=headers, timeout=seconds
                )
                answer = self._client.send(request, stream=True)
                try:
                    given = Answer(answer.status_code, _retry_after(answer.headers, self._now))
                    _drain(answer)
                finally:
                    answer.close()
                return given
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpcore.ConnectTimeout) as error:
            raise Unreachable(f"{_shown(url)} cannot be reached") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
            raise AddressRefused(f"{_shown(url)} cannot be posted to") from error
        except (httpx.HTTPError, httpcore.TimeoutException, OSError) as error:
            raise Unanswered(f"{_shown(url)} gave no full answer") from error

    def _follow(self, url: httpx.URL, headers: dict[str, str]) -> Fetched:
        for _ in range(MAX_REDIRECTS + 1):
            request = self._client.build_request("GET", url, headers=headers, timeout=seconds_left())
            answer = self._client.send(request, stream=True)
            try:
                if answer.status_code not in _REDIRECTS:
                    return self._take(answer)
                target = _redirected(url, answer.headers.get("location", ""))
            finally:
                answer.close()
            if (target.scheme, target.netloc) != (url.scheme, url.netloc):
                headers = {name: value for name, value in headers.items() if name.lower() in _MAY_TRAVEL}
            url = target
        raise Permanent(f"more than {MAX_REDIRECTS} redirects, the last one to {_shown(url)}")

    def _take(self, answer: httpx.Response) -> Fetched:
        """Read the body of an answer that is one; raise what its status means otherwise."""
        status, shown = answer.status_code, _shown(answer.url)
        if status in _TRY_LATER or status >= 500:
            raise Unreachable(f"{shown} answered {status}", retry_after=_retry_after(answer.headers, self._now))
        if status != 304 and not 200 <= status < 300:
            raise Permanent(f"{shown} answered {status}")
        body = b""
        if status != 304:
            body = read_body(answer.iter_raw(), answer.headers.get("content-encoding", ""), cap=self._cap)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Fetched(url=str(answer.url), status=status, headers=headers, body=body)


def open_fetcher(
    settings: Settings, *, resolve: Resolve = resolve, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> HttpFetcher:
    """The fetcher that the settings describe, on the system's resolver and clock; close it when done."""
    return HttpFetcher(
        settings, gate=anywhere if settings.allow_private_addresses else is_public, resolve=resolve, now=now
    )


class _GatedTransport(httpx.HTTPTransport):
    """httpx's transport on our backend: httpx itself has no parameter for one."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        super().__init__(trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=64,
            max_keepalive_connections=16,
            keepalive_expiry=15.0,
            network_backend=backend,
        )


def _client(user_agent: str, backend: httpcore.NetworkBackend) -> httpx.Client:
    """No proxy or certificate settings of the environment, no cookies, no redirects but ours, no addresses in logs."""
    for name in ("httpx", "httpcore"):  # they print whole addresses, in which a key may stand
        logging.getLogger(name).setLevel(logging.WARNING)
    return httpx.Client(
        transport=_GatedTransport(backend),
        headers={"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        follow_redirects=False,
        trust_env=False,
    )


def _drain(answer: httpx.Response) -> None:
    """Read a short body, so that the connection can be used again; its status has said all there is to say."""
    length = answer.headers.get("content-length", "")
    with suppress(httpx.HTTPError, httpcore.TimeoutException):
        if length.isascii() and length.isdigit() and int(length) <= _SHORT_BODY:
            for _ in answer.iter_raw():
                pass


def _checked(url: str) -> httpx.URL:
    """The parsed address. Raises AddressRefused for whatever two parsers could understand differently."""
    if "\\" in url or any(sign.isspace() or not sign.isprintable() for sign in url):
        raise AddressRefused(f"{_shown(url)} has a backslash, a space or a control character in it")
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise AddressRefused(f"{_shown(url)} is not an address: {error}") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise AddressRefused(f"{_shown(url)} is no http(s) address")
    if parsed.userinfo:
        raise AddressRefused(f"the address of {parsed.host} carries a user name or password")
    return parsed.copy_with(fragment=None)


def _redirected(url: httpx.URL, location: str) -> httpx.URL:
    """Where a redirect leads, checked like an address that was given; the connection is checked again."""
    if not location:
        raise Permanent(f"{_shown(url)} redirects to nowhere")
    if "\\" in location:
        raise AddressRefused(f"{_shown(url)} redirects to an address with a backslash in it")
    try:
        return _checked(str(url.join(location)))
    except httpx.InvalidURL as error:
        raise AddressRefused(f"{_shown(url)} redirects to what is no address: {error}") from error


def _shown(url: httpx.URL | str) -> str:
    """An address fit for a log: neither its query nor a user's part, which may be secrets."""
    plain, _, _ = str(url).partition("?")
    scheme, _, rest = plain.partition("://")
    host, slash, path = rest.partition("/")
    return repr(f"{scheme}://{host.rpartition('@')[2]}{slash}{path}" if rest else plain)[1:-1][:200]


def _retry_after(headers: httpx.Headers, now: Callable[[], datetime]) -> float | None:
    """Seconds the server asks us to wait: a number, or a date held against its own clock if it shows one."""
    given = headers.get("retry-after", "").strip()
    if given.isascii() and given.isdigit():
        return float(given)
    until = _http_date(given)
    if until is None:
        return None
    return max(0.0, (until - (_http_date(headers.get("date", "")) or now())).total_seconds())


def _http_date(text: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
