"""How the demo's sources publish: one renderer for each feed format, the register's API, and article pages.

Renderers are pure: versions in, bytes out, in the source's own encoding. `base` is the server's address, no slash.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape
from xml.etree import ElementTree as ET  # only builds XML here, never parses it

from jinja2 import Environment, PackageLoader

from demo.press import FEED_LENGTH, Format, Version, WireSource

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RSS1 = "http://purl.org/rss/1.0/"

FEED_PATHS: Mapping[Format, str] = {
    "rss": "feed.xml",
    "rdf": "index.rdf",
    "atom": "atom.xml",
    "json": "feed.json",
    "register": "api/v1/documents.json",
}
"""Where the feed lies below its source."""

_PAGES = Environment(loader=PackageLoader("demo", "newswire"), autoescape=True)

CONTENT_TYPES: Mapping[Format, str] = {
    "rss": "application/rss+xml; charset={encoding}",
    "rdf": "application/rdf+xml; charset={encoding}",
    "atom": "application/atom+xml; charset={encoding}",
    "json": "application/feed+json",
    "register": "application/json",
}

for _prefix, _address in (("content", CONTENT), ("dc", DC), ("rdf", RDF)):
    ET.register_namespace(_prefix, _address)


def feed_address(source: WireSource, base: str) -> str:
    """Where the source is polled."""
    return f"{base}/{source.id}/{FEED_PATHS[source.format]}"


def page_address(version: Version, base: str) -> str:
    """Where the article is read."""
    return f"{base}/{version.article.source}/{version.article.path}"


def render_feed(source: WireSource, versions: Sequence[Version], base: str) -> bytes:
    """The source's feed, the newest FEED_LENGTH of `versions` (newest first)."""
    return _RENDERERS[source.format](source, versions[:FEED_LENGTH], base)


def _rss(source: WireSource, versions: Sequence[Version], base: str) -> bytes:
    rss = ET.Element("rss", version="2.0")
    channel = _with_texts(
        ET.SubElement(rss, "channel"),
        title=source.name,
        link=f"{base}/{source.id}/",
        description=source.about,
        language=source.language,
    )
    for version in versions:
        address = page_address(version, base)
        item = _with_texts(
            ET.SubElement(channel, "item"),
            title=version.title,
            link=address,
            guid=address,
            pubDate=format_datetime(version.article.published, usegmt=True),
            description=summary(version),
        )
        _with_texts(item, **{f"{{{DC}}}creator": version.article.author})
        if source.full:
            _with_texts(item, **{f"{{{CONTENT}}}encoded": content_html(version)})
    return _xml(rss, source)


def _rdf(source: WireSource, versions: Sequence[Version], base: str) -> bytes:
    root = ET.Element(f"{{{RDF}}}RDF")
    about = f"{{{RDF}}}about"
    channel = ET.SubElement(root, f"{{{RSS1}}}channel", {about: feed_address(source, base)})
    named = {"title": source.name, "link": f"{base}/{source.id}/", "description": source.about}
    _with_texts(channel, **{f"{{{RSS1}}}{name}": text for name, text in named.items()})
    listed = ET.SubElement(ET.SubElement(channel, f"{{{RSS1}}}items"), f"{{{RDF}}}Seq")
    for version in versions:
        address = page_address(version, base)
        ET.SubElement(listed, f"{{{RDF}}}li", {f"{{{RDF}}}resource": address})
        item = ET.SubElement(root, f"{{{RSS1}}}item", {about: address})
        fields = {
            f"{{{RSS1}}}title": version.title,
            f"{{{RSS1}}}link": address,
            f"{{{RSS1}}}description": summary(version),
            f"{{{DC}}}date": _iso(version.article.published),
            f"{{{DC}}}creator": version.article.author,
            f"{{{CONTENT}}}encoded": content_html(version),
        }
        _with_texts(item, **fields)
    return _xml(root, source, default_namespace=RSS1)


def _atom(source: WireSource, versions: Sequence[Version], base: str) -> bytes:
    feed = _with_texts(ET.Element("feed", xmlns=ATOM), title=source.name, id=f"{base}/{source.id}/")
    ET.SubElement(feed, "link", rel="self", href=feed_address(source, base))
    _with_texts(feed, updated=_iso(max(version.since for version in versions)) if versions else "")
    for version in versions:
        address = page_address(version, base)
        entry = _with_texts(
            ET.SubElement(feed, "entry"),
            title=version.title,
            id=address,
            published=_iso(version.article.published),
            updated=_iso(version.since),
        )
        ET.SubElement(entry, "link", rel="alternate", type="text/html", href=address)
        _with_texts(ET.SubElement(entry, "author"), name=version.article.author or source.name)
        ET.SubElement(entry, "content", type="html").text = content_html(version)
    return _xml(feed, source)


def _json_feed(source: WireSource, versions: Sequence[Version], base: str) -> bytes:
    items = [
        {
            "id": page_address(version, base),
            "url": page_address(version, base),
            "title": version.title,
            "content_html": content_html(version),
            "summary": summary(version),
            "date_published": _iso(version.article.published),
            "date_modified": _iso(version.since),
            "authors": [{"name": version.article.author}],
            "language": source.language,
        }
        for version in versions
    ]
    return _json(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": source.name,
            "home_page_url": f"{base}/{source.id}/",
            "feed_url": feed_address(source, base),
            "description": source.about,
            "language": source.language,
            "items": items,
        }
    )


def _register(source: WireSource, versions: Sequence[Version], base: str) -> bytes:
    results = [_register_document(version, base) for version in versions]
    return _json({"description": source.about, "count": len(results), "total_pages": 1, "results": results})


def _register_document(version: Version, base: str) -> dict[str, object]:
    """One document in the shape of the Federal Register's API, without the fields that nobody reads here."""
    filing, address = version.article.filing, page_address(version, base)
    if filing is None:
        raise ValueError(f"{version.article.id} is not a document of a register")
    return {
        "document_number": filing.number,
        "title": version.title,
        "type": filing.type,
        "abstract": version.paragraphs[0],
        "html_url": address,
        "body_html_url": address,
        "raw_text_url": f"{address}.txt",
        "publication_date": f"{version.article.published:%Y-%m-%d}",
        "effective_on": filing.effective.isoformat() if filing.effective else None,
        "agencies": [{"name": filing.agency, "slug": filing.agency.lower().replace(" ", "-")}],
    }


_RENDERERS: Mapping[Format, Callable[[WireSource, Sequence[Version], str], bytes]] = {
    "rss": _rss,
    "rdf": _rdf,
    "atom": _atom,
    "json": _json_feed,
    "register": _register,
}


# ---------------------------------------------------------------- articles
def summary(version: Version) -> str:
    """The first paragraph, as teasers go."""
    return version.paragraphs[0]


def content_html(version: Version) -> str:
    """The article as a feed carries it: paragraphs, then the page junk that stands at its foot."""
    return "".join(f"<p>{escape(part)}</p>" for part in (*version.paragraphs, *version.article.foot))


def render_page(source: WireSource, version: Version, others: Sequence[Version], base: str) -> bytes:
    """The article's page: menu, article, five other headlines, footer; in the source's encoding."""
    page = _PAGES.get_template("page.html").render(
        source=source,
        version=version,
        address=page_address(version, base),
        published=_iso(version.article.published),
        others=[{"title": other.title, "address": page_address(other, base)} for other in others[:5]],
    )
    return page.encode(source.encoding, "xmlcharrefreplace")


def render_text(version: Version) -> bytes:
    """The register's plain text of a document."""
    return "\n\n".join((version.title, *version.paragraphs)).encode()


def _with_texts(parent: ET.Element, **texts: str) -> ET.Element:
    """The parent, after a child for each text that is not empty."""
    for tag, text in texts.items():
        if text:
            ET.SubElement(parent, tag).text = text
    return parent


def _xml(root: ET.Element, source: WireSource, default_namespace: str | None = None) -> bytes:
    written: bytes = ET.tostring(
        root, encoding=source.encoding, xml_declaration=True, default_namespace=default_namespace
    )
    return written


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
