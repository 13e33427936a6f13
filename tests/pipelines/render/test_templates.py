"""Templates of the operator: they replace the bundled ones, cannot get out or run on, and broken they stop nothing."""

from __future__ import annotations

import time

import pytest

from pipelines.render import render
from tests.build import bundle, telling, templates

ONE = bundle(telling("Acme <charge> *up*", corrects="b_0"), telling("Other"))


def made(template: str, kind: str = "telegram") -> tuple[str, str]:
    """What a template of the operator's makes for a kind, and the trouble that was had with it."""
    rendered = render(ONE, kind, templates=templates(**{kind: template}), public_url="https://desk.example")
    return rendered.body, rendered.trouble


def test_a_template_of_the_operators_replaces_the_bundled_one() -> None:
    body, trouble = made(
        "{% for told in full %}{{ loop.index }}. {{ told.headline | b }} {{ 'x' ~ loop.index }};{% endfor %}"
    )
    assert body == "1. <b>Acme &lt;charge&gt; *up*</b> x1;2. <b>Other</b> x2;"
    assert trouble == ""


def test_one_for_a_family_serves_its_kinds_unless_a_kind_has_its_own() -> None:
    own = templates(markdown="{{ full[0].headline }}", slack="{{ full[0].outlet }}")
    assert render(ONE, "discord", templates=own).body == r"Acme \<charge\> \*up\*"
    assert render(ONE, "slack", templates=own).body == "One"


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ full[0].__class__ }}",
        "{{ full.append(1) }}",
        "{{ words.terms.update({}) }}",
        "{{ words.format('x') }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 'x' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'x'.ljust(1000000000) }}",
        "{{ 'x' | center(1000000000) }}",
        "{{ range(1000000000) | list }}",
        "{{ lipsum(100000) }}",
        "{{ cycler }}",
        "{{ nothing_of_this_name }}",
        "{% for told in full %}",
        "{% include 'plain.j2' %}",
        "{% import 'os' as os %}",
        "{{ full[0].headline | attr('__class__') }}",
        "{{ 1 / 0 }}",
        "{{ {'a': 1} }}",
        "{{ full }}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
        "   ",
    ],
)
def test_a_template_that_is_broken_or_wants_out_is_replaced_by_the_bundled_one_and_named(template: str) -> None:
    bundled = render(ONE, "telegram", templates=templates(), public_url="https://desk.example").body
    body, trouble = made(template)
    assert body == bundled
    assert "telegram" in trouble


@pytest.mark.parametrize(
    "template",
    [
        "{% set digits = '0123456789' %}" + "{% for a in digits %}" * 12 + "x" + "{% endfor %}" * 12,
        "{% set digits = '0123456789' %}" + "{% for a in digits %}" * 12 + "{% endfor %}" * 12,
        "{% set ns = namespace(x='xxxxxxxxxx') %}{% for a in '0123456789012345678901234567890123456789' %}"
        "{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{% set ns = namespace(x='xxxxxxxxxx') %}{% for a in '0123456789012345678901234567890123456789' %}"
        "{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x='xxxxxxxxxx') %}{% for a in '0123456789012345678901234567890123456789' %}"
        "{% set ns.x = [ns.x, ns.x] | join %}{% endfor %}",
        "{% set ns = namespace(x=[1], y=[1]) %}{% for a in '0123456789012345678901234567890123456789' %}"
        "{% set ns.x = [ns.x, ns.x] %}{% set ns.y = [ns.y, ns.y] %}{% endfor %}{{ ns.x == ns.y }}",
        "{% set ns = namespace(x=[1]) %}{% for a in '0123456789012345678901234567890123456789' %}"
        "{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x | upper }}",
        "{% set ns = namespace(x='x') %}{% set digits = '0123456789' %}{% for a in digits ~ digits %}"
        "{% set ns.x = ns.x ~ ns.x %}{% endfor %}"
        + "{% for a in digits %}" * 5
        + "{% set y = ns.x ~ a %}"
        + "{% endfor %}" * 5,
        "{% macro twice(n) %}{% if n %}{{ twice(n - 1) }}{{ twice(n - 1) }}{% endif %}{% endmacro %}{{ twice(60) }}",
        "{% set ns = namespace(x=[1, 2]) %}{% for a in '0123456789012345678901234567890123456789' %}"
        "{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x='xx') %}{% for a in '0123456789012345678901234567890123456789' %}"
        "{% set x %}{{ ns.x }}{{ ns.x }}{% endset %}{% set ns.x = x %}{% endfor %}",
    ],
)
def test_a_template_that_would_run_on_or_grow_is_stopped_soon(template: str) -> None:
    started = time.monotonic()
    _, trouble = made(template)
    assert "telegram" in trouble
    assert time.monotonic() - started < 3


def test_what_a_template_makes_is_never_over_the_limit() -> None:
    body, trouble = made("x" * 5_000)
    assert len(body) <= 4_096
    assert "too long" in trouble


def test_a_template_cannot_spoil_the_next_message() -> None:
    own = templates(plain="{% set ns = namespace(n=0) %}{{ ns.n }}{% set ns.n = 1 %}")
    assert [render(ONE, "plain", templates=own).body for _ in range(2)] == ["0", "0"]
