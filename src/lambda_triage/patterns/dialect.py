"""What each service takes of the language of patterns, and its limits."""

from __future__ import annotations

from msgspec import Struct

PLAIN = frozenset({"prefix", "suffix", "equals-ignore-case", "numeric", "exists", "anything-but"})
EVERY = PLAIN | {"wildcard", "cidr"}


class Dialect(Struct, frozen=True):
    """The language of one service.

    operators    operators it takes
    inside       operators it takes within anything-but
    folding      whether prefix and suffix take {"equals-ignore-case": …}
    characters   longest filter
    bound        largest number that numeric compares
    nested       whether a field may be an object
    filled       whether `exists: true` wants more than a null or an empty text
    """

    name: str
    operators: frozenset[str]
    inside: frozenset[str]
    folding: bool
    characters: int
    bound: float = 5.0e9  # EventBridge guide, 'Comparison operators', numeric matching (2026)
    nested: bool = True
    filled: bool = False


# EventBridge guide, 'Comparison operators for use in event patterns' (2026), column event bus;
# characters: its quota 'Event pattern size', which AWS raises on request.
EVENTBRIDGE = Dialect(
    name="EventBridge",
    operators=EVERY,
    inside=frozenset({"prefix", "suffix", "equals-ignore-case", "wildcard"}),
    folding=True,
    characters=2048,
)

# The same page, column pipe: anything-but takes values only, no wildcard; cidr is not in the table.
PIPES = Dialect(
    name="EventBridge Pipes",
    operators=PLAIN,
    inside=frozenset(),
    folding=True,
    characters=4096,
)

# Lambda guide, 'Control which events Lambda sends to your function', filter rule syntax (2026);
# characters: API reference, data type Filter (2026).
LAMBDA = Dialect(
    name="a Lambda event source mapping",
    operators=PLAIN,
    inside=frozenset(),
    folding=False,
    characters=4096,
)

# SNS guide, 'Subscription filter policies', 'String value matching', 'Key matching', and
# 'Filter policy constraints' (2026): 256 KB, numbers up to a billion, nesting in bodies only.
SNS_BODY = Dialect(
    name="SNS",
    operators=PLAIN | {"cidr"},
    inside=frozenset({"prefix"}),
    folding=False,
    characters=256 * 1024,
    bound=1.0e9,
    filled=True,
)
SNS_ATTRIBUTES = Dialect(
    name="SNS",
    operators=SNS_BODY.operators,
    inside=SNS_BODY.inside,
    folding=False,
    characters=SNS_BODY.characters,
    bound=SNS_BODY.bound,
    nested=False,
    filled=True,
)
