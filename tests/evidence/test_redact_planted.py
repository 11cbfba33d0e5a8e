"""Two hundred secrets in logs, configurations, traces and templates: none survives, all else does."""

from __future__ import annotations

import io
import json
from urllib.parse import quote

import pytest

from lambda_triage.evidence.redaction import Redactor
from lambda_triage.evidence.redaction.tokens import TOKEN
from tests.evidence.planted import KINDS, Secret, forms, only_tokens, planted

COUNT = 200
ID = "9b3c7a10-5d2e-4f61-8a47-0000000000{:02}"
REDACTOR = Redactor()


def text_log(secrets: list[Secret]) -> list[str]:
    """Fixed parts of a log, one more than there are secrets."""
    parts, text = [], ""
    for n, s in enumerate(secrets):
        id = ID.format(n % 100)
        text += f"2026-03-01T10:00:00.{n:03}Z START RequestId: {id} Version: 7\n"
        text += f"2026-03-01T10:00:00.{n:03}Z\t{id}\tINFO\ttook {n}.5 ms at 1718000000{n:03}: {s.before}"
        parts.append(text)
        text = f"{s.after}\n" if s.after else f" step {n}\n" if s.kind != "cookie" else "\n"
        text += f"2026-03-01T10:00:01.{n:03}Z REPORT RequestId: {id}\tDuration: {n}.02 ms\tBilled Duration: 311 ms\n"
    return [*parts, text]


def joined(parts: list[str], values: list[str]) -> str:
    return "".join(a + b for a, b in zip(parts, [*values, ""], strict=True))


def streamed(text: str) -> str:
    out = io.BytesIO()
    REDACTOR.stream(io.BytesIO(text.encode()), out)
    return out.getvalue().decode()


def survivors(secrets: list[Secret], text: str) -> list[str]:
    return [s.kind for s in secrets if any(form in text for form in forms(s))]


def test_there_are_enough_kinds():
    assert len(KINDS) >= 50


@pytest.mark.parametrize("seed", range(5))
def test_no_secret_survives_in_a_text_log_and_every_other_byte_does(seed):
    secrets = planted(COUNT, seed)
    parts = text_log(secrets)
    clean = streamed(joined(parts, [s.value for s in secrets]))

    assert survivors(secrets, clean) == []
    assert only_tokens(parts).fullmatch(clean)


def _escaped(text: str, times: int) -> str:
    for _ in range(times):
        text = json.dumps(text)[1:-1]
    return text


@pytest.mark.parametrize("levels", [1, 2, 3])
def test_no_secret_survives_in_a_json_export_however_deep(levels):
    secrets = planted(COUNT, 10 + levels)
    parts = [_escaped(part, levels) for part in text_log(secrets)]
    parts[0], parts[-1] = '{"events":[{"message":"' + parts[0], parts[-1] + '"}]}\n'
    clean = streamed(joined(parts, [_escaped(s.value, levels) for s in secrets]))

    assert survivors(secrets, clean) == []
    assert only_tokens(parts).fullmatch(clean)
    json.loads(clean)


def test_no_secret_survives_in_the_query_of_an_address():
    secrets = [s for s in planted(COUNT, 20) if s.kind != "hash"]
    lines = [
        f"GET https://api.example/x?n={n}&q={quote(s.before + s.value + s.after, safe='')}&z={n}"
        for n, s in enumerate(secrets)
    ]
    clean = streamed("\n".join(lines))

    assert survivors(secrets, clean) == []
    assert [line.split("?n=")[1].split("&")[0] for line in clean.split("\n")] == [
        str(n) for n in range(len(secrets))
    ]
    assert all(line.endswith(f"&z={n}") for n, line in enumerate(clean.split("\n")))


NAMES = (
    "password",
    "api_key",
    "clientSecret",
    "Authorization",
    "x-api-key",
    "refreshToken",
    "token",
)


def configuration(secrets: list[Secret]) -> dict:
    variables = {f"V{n}": s.before + s.value + s.after for n, s in enumerate(secrets)}
    plain = {
        "LOG_LEVEL": "INFO",
        "TABLE": "orders-prod",
        "QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/300400500604/orders",
    }
    return {
        "FunctionName": "orders",
        "FunctionArn": "arn:aws:lambda:eu-west-1:300400500604:function:orders",
        "Timeout": 30,
        "CodeSha256": "fI06ZlRH/KN6Ra3twvdRllUYaxv182Tjx0qNWNlKIhI=",
        "LastModified": "2026-03-01T10:00:00.000+0000",
        "RevisionId": "a65cc2bd-7e9b-4d3a-a1c8-6f2d5fe1a9d1",
        "Environment": {"Variables": {**plain, **variables}},
        "Description": "Takes orders, version 1.20.300",
    }


def test_no_secret_survives_in_a_configuration():
    secrets = planted(COUNT, 30)
    body = configuration(secrets)
    clean = REDACTOR.value(body)

    assert survivors(secrets, json.dumps(clean)) == []
    assert isinstance(clean, dict)
    rest = clean.pop("Environment")["Variables"]
    told = body.pop("Environment")["Variables"]
    assert clean == body
    assert list(rest) == list(told)
    assert {k: v for k, v in rest.items() if not k.startswith("V")} == {
        k: v for k, v in told.items() if not k.startswith("V")
    }


def test_no_secret_survives_in_a_trace():
    secrets = planted(COUNT, 40)
    segments = [
        {
            "id": f"{n:016x}",
            "trace_id": f"1-5e1b4151-43a0913a12345b412b4e5{n:03x}",
            "name": "orders",
            "start_time": 1_718_000_000.125,
            "http": {"request": {"url": f"https://x.example/p?n={n}", "method": "GET"}},
            "annotations": {"step": n, "note": "@@"},
            "metadata": {"default": {NAMES[n % 7]: "##"}},
        }
        for n in range(COUNT)
    ]
    texts = [
        json.dumps(segment)
        .replace('"@@"', json.dumps(s.before + s.value + s.after))
        .replace('"##"', json.dumps(s.value))
        for segment, s in zip(segments, secrets, strict=True)
    ]
    body = {
        "Traces": [
            {"Id": f"{n}", "Segments": [{"Id": f"{n:016x}", "Document": t}]}
            for n, t in enumerate(texts)
        ]
    }
    clean = REDACTOR.value(body)

    assert survivors(secrets, json.dumps(clean)) == []
    for was, trace in zip(segments, clean["Traces"], strict=True):
        document = json.loads(trace["Segments"][0]["Document"])
        kept = {**document, "annotations": was["annotations"], "metadata": was["metadata"]}
        assert kept == was


def template(secrets: list[Secret]) -> str:
    variables = "".join(
        f"          V{n}: '{s.before}{s.value}{s.after}'\n" for n, s in enumerate(secrets)
    )
    return (
        "AWSTemplateFormatVersion: '2010-09-09'\nParameters:\n  Db:\n    Type: String\n"
        "    Default: orders-db\nResources:\n  Orders:\n    Type: AWS::Serverless::Function\n"
        "    Properties:\n      Runtime: python3.12\n      Timeout: 30\n      Environment:\n"
        f"        Variables:\n          LOG_LEVEL: INFO\n          TABLE: !Ref Table\n{variables}"
        "      Role: !GetAtt Role.Arn\n"
    )


def test_no_secret_survives_in_a_template():
    secrets = planted(COUNT, 50)
    body = {"TemplateBody": template(secrets), "StagesAvailable": ["Original"]}
    clean = REDACTOR.value(body)

    assert survivors(secrets, clean["TemplateBody"]) == []
    was, now = body["TemplateBody"].split("\n"), clean["TemplateBody"].split("\n")
    changed = [a.split(":")[0].strip() for a, b in zip(was, now, strict=True) if a != b]
    assert changed == [f"V{n}" for n in range(COUNT)]


def test_no_secret_survives_in_a_template_read_as_text():
    secrets = planted(COUNT, 51)

    assert survivors(secrets, streamed(template(secrets))) == []


def test_a_value_has_one_token_in_every_file_and_encoding():
    secret = 'pä"ss/w9rd'
    told = [
        REDACTOR.value({"Environment": {"Variables": {"DB_PASSWORD": secret}}})["Environment"]["Variables"]["DB_PASSWORD"],
        json.loads(REDACTOR.text(json.dumps({"password": secret})))["password"],
        json.loads(json.loads(REDACTOR.text(json.dumps({"m": json.dumps({"password": secret})})))["m"])["password"],
        REDACTOR.text(f"password%3D{quote(secret, safe='')}").partition("%3D")[2],
    ]  # fmt: skip

    assert len({TOKEN.fullmatch(token)["mark"] for token in told}) == 1
