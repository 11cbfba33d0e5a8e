"""How names tell the stages of one function apart."""

from __future__ import annotations

import re

# Words by which names tell stages apart; our choice of the common ones.
STAGE = re.compile(
    r"(?<![a-z0-9])(?:dev|development|test|testing|qa|int|uat|stage|staging|preprod|pre-prod|prod"
    r"|production|live|beta|sandbox)(?![a-z0-9])",
    re.IGNORECASE,
)
