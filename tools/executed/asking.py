"""A function with one client of the SDK, which a local stand-in answers."""

from __future__ import annotations

from case import Act, Case, Form, logged, py
from services import Answer, answering

KEYS = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "example"}


def asks(
    name: str,
    function: str,
    cause: str,
    story: str,
    decoy: str,
    *,
    service: str,
    body: str,
    events: int,
    answers: list[Answer],
    weighed: bool = False,
    also: tuple[str, ...] = (),
    form: Form = "tail",
    sources: tuple[str, ...] = (),
    attempts: int = 5,  # the SDK's own default
    every_s: float = 20.0,
) -> Case:
    """A case with one client of the SDK; `body` is what the handler does with event["n"]."""
    host = f"https://{service}.eu-west-1.amazonaws.com"
    code = logged(f"""
        import botocore.session
        from botocore.config import Config
        from botocore.exceptions import ClientError

        config = Config(retries={{"total_max_attempts": {attempts}}})
        client = botocore.session.get_session().create_client("{service}", config=config)
        """)
    handler = "\n\ndef handler(event, context):\n    n = event['n']\n"
    act = Act(
        {"app.py": code + handler + "".join(f"    {x}\n" for x in py(body).splitlines())},
        [{"n": n} for n in range(events)],
        memory_mb=256,
        timeout_s=10,
        environment={**KEYS, "AWS_ENDPOINT_URL": host},
        every_s=every_s,
    )
    return Case(
        name,
        function,
        cause,
        [act],
        story,
        decoy,
        also=also,
        weighed=weighed,
        form=form,
        services={host: answering(*answers)},
        sources=sources,
    )
