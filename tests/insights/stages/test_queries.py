"""Queries from text to printed rows, on text, JSON-format, SnapStart, VPC flow and Route 53 logs."""

from __future__ import annotations

import pytest

from tests.insights.stages.logs import Rows, events, rows

REPORTS = 'filter @type = "REPORT" | '

# Lambda in text and in JSON format: the same numbers
BOTH: list[tuple[str, Rows]] = [
    ("stats count(*)", [("6",)]),
    (
        "stats avg(@duration), max(@duration), min(@duration) by bin(5m)",
        [
            ("2023-11-14 22:10:00.000", "130.25", "250.5", "10.0"),
            ("2023-11-14 22:15:00.000", "1410.25", "3000.0", "30.0"),
            ("2023-11-14 22:20:00.000", "20.5", "20.5", "20.5"),
        ],
    ),
    (
        (
            "stats max(@memorySize / 1000 / 1000) as provisioned,"
            " max(@maxMemoryUsed / 1000 / 1000) as used, provisioned - used as over"
        ),
        [("128", "128", "0")],
    ),
    (
        "fields @requestId, @billedDuration | sort by @billedDuration desc | limit 2",
        [
            ("8f5e0005-1111-4222-8333-012345678905", "3001.0"),
            ("8f5e0004-1111-4222-8333-012345678904", "1601.0"),
        ],
    ),
    (
        "stats sum(@billedDuration)/1000 * avg(@memorySize)/1024000000 as billedGBs",
        [("0.627",)],
    ),
    (
        (
            "filter @maxMemoryUsed >= (@memorySize * 0.75)"
            " | stats count_distinct(@requestId) by bin(30m)"
        ),
        [("2023-11-14 22:00:00.000", "1")],
    ),
    (
        (
            "fields greatest(@initDuration, 0) + @duration as duration,"
            " ispresent(@initDuration) as coldStart"
            " | stats count(*) as count, pct(duration, 50) as p50, max(duration) as max"
            " by coldStart"
        ),
        [("0", "4", "25.25", "3000"), ("1", "2", "975.75", "1600.75")],
    ),
    (
        "filter @duration > 1000 | sort @duration | display @duration",
        [("1200.75",), ("3000.0",)],
    ),
    ("stats pct(@duration, 90) as p90", [("2100.375",)]),
    ("stats count(@initDuration) as cold, median(@initDuration)", [("2", "250.125")]),
    ("limit 1 | display @memorySize, @maxMemoryUsed", [("1.28E8", "8.2E7")]),
    (
        "filter ispresent(@xrayTraceId) | display @xrayTraceId, @xraySegmentId",
        [("1-5d83c0ad-b8eb33a0b1de97d804fac890", "31255c3b19bd3637")],
    ),
]

QUERIES: list[tuple[str, str, Rows]] = [
    *((name, REPORTS + text, expected) for name in ("text", "json") for text, expected in BOTH),
    (
        "text",
        "stats count(*) by @type",
        [(None, "9"), ("END", "6"), ("INIT_START", "2"), ("REPORT", "6"), ("START", "6")],
    ),
    (
        "json",
        "stats count(*) by @type",
        [(None, "7"), ("INIT_START", "2"), ("REPORT", "6"), ("START", "6")],
    ),
    (
        "text",
        "stats count(*) as n by @requestId | sort n desc, @requestId | limit 2",
        [("8f5e0005-1111-4222-8333-012345678905", "5"), (None, "4")],
    ),
    (
        "json",
        "stats count(*) by requestId | filter ispresent(requestId) | stats count(*)",
        [("6",)],
    ),
    # Lambda, text
    (
        "text",
        "filter @message like /(?i)error/ | display @timestamp",
        [("2023-11-14 22:15:20.005",)],
    ),
    (
        "text",
        'filter @message like "Task timed out" | stats count(*) by bin(1h)',
        [("2023-11-14 22:00:00.000", "1")],
    ),
    (
        "text",
        REPORTS
        + 'stats sum(strcontains(@message, "Init Duration"))/count(*) * 100 as coldStartPct',
        [("33.3333",)],
    ),
    (
        "text",
        REPORTS
        + "parse @message /Init Duration: (?<init>\\S+)/ | stats count() as total, count(init) as coldStarts, avg(init), max(init)",
        [("6", "2", "250.125", "400.00")],
    ),
    (
        "text",
        'parse @message "user=*, method:*, latency := *" as @user, @method, @latency | stats avg(@latency) by @method, @user',
        [
            (None, None, None),
            ("GET", "u0", "30"),
            ("GET", "u1", "10"),
            ("GET", "u2", "50"),
            ("POST", "u0", "60"),
            ("POST", "u1", "40"),
            ("POST", "u2", "20"),
        ],
    ),
    (
        "text",
        "parse @message /user=(?<user2>.*?), method:(?<method2>.*?), latency := (?<latency2>.*?)/ | filter ispresent(user2) | stats avg(latency2) by @method2, @user2",
        [(None, None, None)],
    ),
    (
        "text",
        'parse @message "latency := *" as l | filter l >= 30 | sort l desc | display l',
        [("60",), ("50",), ("40",), ("30",)],
    ),
    (
        "text",
        'parse @logStream "*/*/*/*" as y, m, d, rest | stats count(*) by y, m, d',
        [("2023", "11", "14", "29")],
    ),
    (
        "text",
        "FIELDS strlen(@message) AS n | STATS sum(n) AS total BY BIN(5m) as @t | STATS max(total) AS peak, count(*) BY dateceil(@t, 10m)",
        [
            ("2023-11-14 22:10:00.000", "1023", "1"),
            ("2023-11-14 22:20:00.000", "1528", "2"),
            ("2023-11-14 22:30:00.000", "25", "1"),
        ],
    ),
    (
        "text",
        "fields @timestamp, @message | sort @timestamp desc | limit 1",
        [("2023-11-14 22:25:00.000", "plain text without fields")],
    ),
    ("text", "sort @timestamp asc | limit 1 | display @type", [("INIT_START",)]),
    (
        "text",
        "filter @type in [\"START\", 'END'] | stats count(*) by @type",
        [("END", "6"), ("START", "6")],
    ),
    ("text", "filter @type not in ['START'] | stats count(*)", [("14",)]),
    (
        "text",
        REPORTS + "fields @requestId | display @requestId | dedup @logStream",
        [("8f5e0006-1111-4222-8333-012345678906",), ("8f5e0003-1111-4222-8333-012345678903",)],
    ),
    (
        "text",
        "fields @type | display @type | dedup @type | limit 3",
        [(None,), ("END",), ("REPORT",)],
    ),
    (
        "text",
        REPORTS + "stats count(*) as n by @logStream | filter n >= 3 | stats count(*), sum(n)",
        [("2", "6")],
    ),
    (
        "text",
        REPORTS + "stats earliest(@duration), latest(@duration), earliest(@timestamp)",
        [("250.5", "20.5", "1700000000250")],
    ),
    (
        "text",
        REPORTS + "stats stddev(@billedDuration) as s, variance(@billedDuration) as v",
        [("1118.075", "1250091.6667")],
    ),
    (
        "text",
        REPORTS + "fields @duration as d | sort d | accum d as total | display total",
        [("10",), ("30.5",), ("60.5",), ("311",), ("1511.75",), ("4511.75",)],
    ),
    (
        "text",
        REPORTS + "stats count(*) as n by bin(2m) as t | fillmissing with 0 for n",
        [
            ("2023-11-14 22:12:00.000", "1"),
            ("2023-11-14 22:14:00.000", "2"),
            ("2023-11-14 22:16:00.000", "2"),
            ("2023-11-14 22:18:00.000", "0"),
            ("2023-11-14 22:20:00.000", "0"),
            ("2023-11-14 22:22:00.000", "1"),
        ],
    ),
    (
        "text",
        REPORTS + "pattern @message | display @pattern, @sampleCount, @ratio | limit 1",
        [
            (
                "REPORT RequestId: <UUID-1>\tDuration: <Number-2> ms\tBilled Duration: <Number-3> ms\tMemory Size: <Number-4> MB\tMax Memory Used: <Number-5> MB\t",
                "2",
                "0.3333",
            )
        ],
    ),
    ("text", "filter toMillis(@timestamp) >= (now() * 1000 - 300000) | stats count(*)", [("1",)]),
    (
        "text",
        REPORTS + "stats count(*) by bin(300s) | limit 2",
        [("2023-11-14 22:13:00.000", "1"), ("2023-11-14 22:14:00.000", "1")],
    ),
    ("text", "stats sum(@duration) as s by `no-field`", [(None, "4511.75")]),
    (
        "text",
        REPORTS + "stats count(*) by histogram(@duration, 100) as h",
        [("0", "3"), ("200", "1"), ("1200", "1"), ("3000", "1")],
    ),
    # JSON
    ("json", "stats count(*) by level", [(None, "15"), ("ERROR", "1"), ("INFO", "5")]),
    (
        "json",
        "filter level = 'ERROR' | display user.name, latency, ok, note, @@flag, user.tags.1, user",
        [("u0", "30", "false", None, "f", "b", None)],
    ),
    ("json", "filter ok = true | stats sum(latency)", [("120",)]),
    ("json", "filter ok = 1 | stats count(*)", [("3",)]),
    (
        "json",
        "filter record.metrics.durationMs > 1000 | stats count(*), max(record.metrics.durationMs)",
        [("2", "3000.0")],
    ),
    (
        "json",
        "stats sum(latency), values(user.name) as v by ispresent(level) as l | sort l",
        [("0", None, None), ("1", "210", '["u0","u1","u2"]')],
    ),
    (
        "json",
        "stats count(*) as n by user.name | sort n desc, user.name desc | display user.name",
        [(None,), ("u2",), ("u1",), ("u0",)],
    ),
    (
        "json",
        "filter latency >= 20 and latency <= 40 | sort latency | display latency",
        [("20",), ("30",), ("40",)],
    ),
    (
        "json",
        'fields jsonParse(@message) as m | filter m.level = "ERROR" | unnest m.user.tags into tag | display tag',
        [("a",), ("b",)],
    ),
    (
        "json",
        "expand user.tags | filter ispresent(user.tags) | stats count(*) by user.tags",
        [("a", "6"), ("b", "6")],
    ),
    ("json", "stats topk(2, user.name) as t", [('["u0","u1"]',)]),
    ("json", "countFrequent level", [(None, "15"), ("INFO", "5"), ("ERROR", "1")]),
    # SnapStart
    (
        "snapstart",
        (
            'filter @type = "REPORT" | parse @log /\\d+:\\/aws\\/lambda\\/(?<function>.*)/ | parse @message /Restore Duration: (?<restoreDuration>.*?) ms/'
            " | stats count(*) as invocations, pct(@duration+coalesce(@initDuration,0)+coalesce(restoreDuration,0), 50) as p50,"
            " pct(@duration+coalesce(@initDuration,0)+coalesce(restoreDuration,0), 99.9) as p99.9"
            " group by function, (ispresent(@initDuration) or ispresent(restoreDuration)) as coldstart | sort by coldstart desc"
        ),
        [("quotes", "1", "2", "490", "599.78"), ("quotes", "0", "2", "30", "39.98")],
    ),
    ("snapstart", REPORTS + "stats avg(@initDuration), count(@initDuration)", [(None, "0")]),
    (
        "snapstart",
        "stats count(*) by @type",
        [(None, "4"), ("END", "4"), ("REPORT", "4"), ("START", "4")],
    ),
    # VPC flow and Route 53
    (
        "flow",
        "stats sum(bytes) as b by srcAddr, dstAddr | sort b desc | limit 2",
        [("192.0.2.10", "10.0.0.1", "4000"), ("10.0.0.1", "192.0.2.10", "1500")],
    ),
    (
        "flow",
        'filter isIpv4InSubnet(srcAddr, "192.0.2.0/24") | stats sum(bytes) by dstAddr',
        [("10.0.0.1", "4000")],
    ),
    ("flow", "filter protocol=17 | stats count(*) by srcAddr", [("10.0.0.2", "1")]),
    (
        "flow",
        'filter logStatus="SKIPDATA" | stats count(*) by bin(1h) as t | sort t',
        [("2023-11-14 22:00:00.000", "1")],
    ),
    (
        "flow",
        "filter interfaceId = 'eni-0123456789abcdef0' and action = 'REJECT' | display version, accountId, dstPort",
        [("2", "123456789012", "53")],
    ),
    (
        "flow",
        "join type=left left=a right=b where a.srcAddr=b.dstAddr (SOURCE 'vpc-flow-logs') | filter a.protocol = 17 or ispresent(b.bytes) and b.bytes > 600 | sort @timestamp | display a.srcAddr, b.bytes",
        [("10.0.0.1", "4000"), ("10.0.0.1", "4000"), ("10.0.0.2", None), ("192.0.2.10", "1000")],
    ),
    (
        "dns",
        "stats count(*) by queryType, bin(1h)",
        [("A", "2023-11-14 22:00:00.000", "2"), ("AAAA", "2023-11-14 22:00:00.000", "1")],
    ),
    (
        "dns",
        "stats count(*) as numRequests by resolverIp | sort numRequests desc | limit 10",
        [("192.168.1.1", "2"), ("192.168.3.1", "1")],
    ),
    (
        "dns",
        'filter responseCode="SERVFAIL" | stats count(*) by queryName',
        [("nope.example.com", "1")],
    ),
    # several groups
    (
        "all",
        "SOURCE '/aws/lambda/quotes' | stats count(*) by @log",
        [("123456789012:/aws/lambda/quotes", "16")],
    ),
    (
        "all",
        "SOURCE logGroups(namePrefix: ['/aws/lambda/o', '/aws/lambda/b']) | stats count(*) by @log",
        [("123456789012:/aws/lambda/billing", "21"), ("123456789012:/aws/lambda/orders", "29")],
    ),
    (
        "text",
        "filter @requestId in (SOURCE '/aws/lambda/orders' | filter @duration > 1000 | fields @requestId) and @type = 'START' | stats count(*)",
        [("2",)],
    ),
    (
        "text",
        "filter @requestId not in (SOURCE '/aws/lambda/orders' | filter @duration > 1000 | fields @requestId) and @type = 'START' | stats count(*)",
        [("4",)],
    ),
    (
        "text",
        "filter @type = 'END' | stats count(*) as n | appendcols (filter @type = 'START' | stats count(*) as m)",
        [("6", "6")],
    ),
    (
        "text",
        "estimate",
        [(str(sum(len(str(each["message"]).encode()) for each in events("text"))),)],
    ),
]


@pytest.mark.parametrize(("name", "text", "expected"), QUERIES)
def test_a_query_gives_the_rows_that_the_log_holds(name: str, text: str, expected: Rows) -> None:
    actual = rows(text, name)

    assert actual == expected
