"""International bank account numbers: their form in each country, and their check digits.

Source: SWIFT, IBAN registry (ISO 13616), 2026. After the country and two check digits stand groups
of digits (n), capitals (a) and either (c), as many as the number before the letter says.
"""

from __future__ import annotations

import re
from functools import cache

FORMS = """
AD 8n12c|AE 19n|AL 8n16c|AT 16n|AZ 4a20c|BA 16n|BE 12n|BG 4a6n8c|BH 4a14c|BR 23n1a1c|BY 4c4n16c
|CH 5n12c|CR 18n|CY 8n16c|CZ 20n|DE 18n|DK 14n|DO 4c20n|EE 16n|EG 25n|ES 20n|FI 14n|FO 14n
|FR 10n11c2n|GB 4a14n|GE 2a16n|GI 4a15c|GL 14n|GR 7n16c|GT 4c20c|HR 17n|HU 24n|IE 4a14n|IL 19n
|IQ 4a15n|IS 22n|IT 1a10n12c|JO 4a4n18c|KW 4a22c|KZ 3n13c|LB 4n20c|LC 4a24c|LI 5n12c|LT 16n
|LU 3n13c|LV 4a13c|LY 21n|MC 10n11c2n|MD 2c18c|ME 18n|MK 3n10c2n|MR 23n|MT 4a5n18c|MU 4a19n3a
|NL 4a10n|NO 11n|PK 4a16c|PL 24n|PS 4a21c|PT 21n|QA 4a21c|RO 4a16c|RS 18n|SA 2n18c|SC 4a20n3a
|SE 20n|SI 15n|SK 20n|SM 1a10n12c|ST 21n|SV 4a20n|TL 19n|TN 20n|TR 5n17c|UA 6n19c|VA 18n|VG 4a16n
|XK 16n
"""
CLASSES = {"n": "[0-9]", "a": "[A-Z]", "c": "[A-Z0-9]"}


def is_iban(text: str) -> bool:
    """Whether it has the form of its country and check digits that are right; spaces may stand."""
    packed = text.replace(" ", "")
    form = _forms().get(packed[:2])
    if form is None or form.fullmatch(packed) is None:
        return False
    digits = "".join(str(int(letter, 36)) for letter in packed[4:] + packed[:4])
    return int(digits) % 97 == 1


@cache
def _forms() -> dict[str, re.Pattern[str]]:
    found = {}
    for told in FORMS.replace("\n", "").split("|"):
        country, form = told.split(" ")
        parts = re.findall(r"(\d+)([nac])", form)
        body = "".join(f"{CLASSES[kind]}{{{count}}}" for count, kind in parts)
        found[country] = re.compile(rf"{country}[0-9]{{2}}{body}")
    return found
