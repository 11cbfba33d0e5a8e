"""CORS settings admit a request, or the first part that they do not admit is named."""

from __future__ import annotations

import pytest

from lambda_triage.patterns.cors import Allowed, Asked, match_cors

SHOP = "https://shop.example.com"
SETTINGS = Allowed(origins=(SHOP,), methods=("GET", "POST"), headers=("content-type",))


@pytest.mark.parametrize(
    ("asked", "clause"),
    [
        (Asked(SHOP, "POST", ("Content-Type",)), None),
        (Asked("https://www.example.com", "PUT"), "AllowOrigins"),
        (Asked(SHOP + "/", "GET"), "AllowOrigins"),
        (Asked(SHOP, "PUT", ("x-key",)), "AllowMethods"),
        (Asked(SHOP, "POST", ("x-key",)), "AllowHeaders"),
        (Asked(SHOP, "HEAD", ("Accept",)), None),
    ],
)
def test_the_first_part_that_is_refused_is_named(asked: Asked, clause: str | None) -> None:
    assert match_cors(SETTINGS, asked).clause == clause


def test_a_star_is_no_origin_for_credentials() -> None:
    asked = Asked(SHOP, credentials=True)
    assert match_cors(Allowed(origins=("*",)), asked).clause == "AllowOrigins"


def test_a_star_is_no_authorization_header() -> None:
    asked = Asked(SHOP, "GET", ("Authorization",))
    assert match_cors(Allowed(headers=("*",)), asked).clause == "AllowHeaders"


def test_a_scheme_with_a_star_takes_every_host() -> None:
    assert match_cors(Allowed(origins=("https://*",)), Asked(SHOP)).matched


def test_settings_that_are_not_known_refuse_nothing() -> None:
    assert match_cors(Allowed(), Asked("https://x.example", "DELETE", ("x-a",))).matched
