"""Event filters, offline: does an event pass, and if not, which clause fails first. A leaf.

>>> from lambda_triage.patterns import match_event
>>> answer = match_event({"detail": {"state": ["ready"]}}, {"detail": {"state": "Ready"}})
>>> answer.matched, answer.clause, answer.reason
(False, '$.detail.state', '$.detail.state is "Ready" (case matters), wanted is "ready"')

Four languages, one tree: EventBridge event patterns, filter criteria of Lambda event source
mappings and EventBridge Pipes, SNS filter policies, and S3 notification rules. A filter the
service would not take raises PatternError with the place; an event never raises.

Shapes: an event, a record, a message's attributes and a filter are plain JSON values; a filter
may also be JSON text. The answer is a Match.

Where AWS is silent, or says two things, this is what is done:

- Numbers compare by value, as event-ruler, the engine AWS published, does: 300 is 300.0. The
  guides of EventBridge and Lambda say that such numbers are compared as they are written.
- Numbers beyond the bound that `numeric` documents never meet it, and digits beyond the sixth
  after the point count.
- `exists: false` looks at the whole event: one array element with the field is enough to fail.
  A null is there (but not for SNS); an empty array or object is not, and neither is an object.
- `anything-but` needs a leaf, of any type: 5 and null are anything but "a". With an array one
  element is enough. A list in it is of strings or of numbers, for SNS too.
- A field written both beside `$or` and in an alternative is asked twice, and below an array each
  may be met by an element of its own. A malformed `$or` is an error, never a field's name.
- A dot in a pattern's key is a name first, then a step: "a.b" finds {"a.b": 1} and {"a": {"b": 1}}.
  A dot in an event's key is never a step.
- Ignoring case compares lower-case forms, by Unicode's simple rules.
- An address written as a plain text is compared as that text.
- A message that is JSON but neither object nor array, such as `42`, is a plain string. A pattern
  with both forms of a message in alternatives of `$or` is asked without a check of the format.
- A message field that is absent, such as the value of a Kafka tombstone, fits both formats.
- The fields of a Kinesis record's `kinesis` object stand at the top of what is filtered, with
  `data` decoded. Fields other than the message's are compared as they are, though the guides say
  that Lambda supports the message's only.
- An operator that a service's guide does not list is an error, though the service may take it.
- A filter nests 100 objects deep at most. An empty filter policy or `Filters` filters nothing; an
  empty pattern is an error.
- An S3 rule is URL-decoded, as the guide asks it to be written encoded, and `+` is a space.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.patterns.criteria import match_filter_criteria, parse_filter_criteria
from lambda_triage.patterns.dialect import EVENTBRIDGE
from lambda_triage.patterns.evaluate import decide
from lambda_triage.patterns.parse import parse_pattern
from lambda_triage.patterns.s3 import match_notification
from lambda_triage.patterns.sns import match_filter_policy, parse_filter_policy
from lambda_triage.patterns.verdict import Match

if TYPE_CHECKING:
    from lambda_triage.patterns.values import Json

__all__ = [
    "Match",
    "match_event",
    "match_filter_criteria",
    "match_filter_policy",
    "match_notification",
    "parse_filter_criteria",
    "parse_filter_policy",
    "parse_pattern",
]


def match_event(pattern: Json, event: Json) -> Match:
    """Whether the event meets an EventBridge event pattern, given as value or as JSON text.

    Raises PatternError where EventBridge would not take the pattern.
    """
    return decide(parse_pattern(pattern, EVENTBRIDGE), event)
