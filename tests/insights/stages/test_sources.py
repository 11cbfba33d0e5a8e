"""What can be read, what cannot, the window, and the result as it is given back."""

from __future__ import annotations

from pathlib import Path

import duckdb
import nanoarrow
import pytest

from lambda_triage.errors import InputError, UsageError
from lambda_triage.insights import explain, query
from lambda_triage.insights.events import Events
from lambda_triage.insights.result import Statistics
from tests.insights.stages.logs import Event, events, of

COUNT = "stats count(*) as n, max(@timestamp) as last, max(@message) as text"
EXPECTED = [("2", "1970-01-01 00:00:01.000", "b")]


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    path = tmp_path / "events.parquet"
    duckdb.execute(
        "COPY (SELECT epoch_ms(ms) AS timestamp, text AS message"
        " FROM (VALUES (0, 'a'), (1000, 'b')) v(ms, text)) TO ? (FORMAT parquet)",
        [str(path)],
    )
    return path


def test_mappings_are_read() -> None:
    with query(COUNT, iter(of("a", "b"))) as result:
        assert list(result.rows) == EXPECTED


def test_parquet_is_read(parquet: Path) -> None:
    with query(COUNT, parquet) as result:
        assert list(result.rows) == EXPECTED


def test_several_parquet_files_are_read_as_one(parquet: Path) -> None:
    with query("stats count(*)", [str(parquet), str(parquet)]) as result:
        assert list(result.rows) == [("4",)]


def test_the_names_of_folders_above_parquet_are_no_columns(parquet: Path) -> None:
    folder = parquet.parent / "message=x"
    folder.mkdir()
    moved = parquet.rename(folder / parquet.name)

    with query(COUNT, moved) as result:
        assert list(result.rows) == EXPECTED


def _texts(sql: str) -> list[tuple[str | None, ...]]:
    with duckdb.connect() as connection:
        table = connection.sql(sql).to_arrow_table()
    with query("fields @message, @timestamp, @type", table) as result:
        return [row[:3] for row in result.rows]


@pytest.mark.parametrize(
    ("select", "time"),
    [
        (
            "CAST(TIMESTAMP '1970-01-01 00:00:01' AS TIMESTAMP_NS) AS timestamp",
            "1970-01-01 00:00:01.000",
        ),
        ("'1000' AS timestamp", "1970-01-01 00:00:01.000"),
        ("CAST(1e300 AS DOUBLE) AS timestamp", None),
        ("5 AS type, 'x' AS duration", None),
    ],
)
def test_columns_of_other_kinds_are_taken_or_left(select: str, time: str | None) -> None:
    assert _texts(f"SELECT 'a' AS message, {select}") == [("a", time, None)]


def test_a_time_that_is_a_text_is_named() -> None:
    with pytest.raises(InputError, match="not in milliseconds: noon"):
        _texts("SELECT 'a' AS message, 'noon' AS timestamp")


def test_a_target_that_begins_with_a_tilde_is_where_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with query("fields @message", of("a")) as result:
        result.write_parquet("~rows.parquet")

    assert [each.name for each in tmp_path.iterdir()] == ["~rows.parquet"]


def test_arrow_is_read() -> None:
    schema = nanoarrow.struct({"time_ms": nanoarrow.int64(), "message": nanoarrow.string()})
    columns = [
        nanoarrow.c_array([0, 1000], nanoarrow.int64()),
        nanoarrow.c_array(["a", "b"], nanoarrow.string()),
    ]
    array = nanoarrow.c_array_from_buffers(schema, 2, [None], children=columns)

    with query(COUNT, nanoarrow.Array(array)) as result:
        assert list(result.rows) == EXPECTED


def test_a_relation_of_a_connection_is_read_with_its_computed_columns() -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE mine AS SELECT 0::BIGINT AS n, 5::BIGINT AS time_ms, 'x' AS message,"
            " NULL::VARCHAR AS log, 'file:1' AS place, 'REPORT' AS type"
        )
        given = Events("mine", connection, frozenset({"type"}))

        with query('filter @type = "REPORT" | display @timestamp', given) as result:
            assert list(result.rows) == [("1970-01-01 00:00:00.005", "file:1")]
        with query("display a | limit 1", given) as result:
            assert list(result.rows) == [(None, "file:1")]


def test_no_events_give_no_rows_and_one_row_of_stats_without_keys() -> None:
    with query("fields a", []) as rows, query("stats count(*), sum(a)", []) as stats:
        assert list(rows.rows) == []
        assert list(stats.rows) == [("0", None)]


@pytest.mark.parametrize(
    "source",
    [
        "/no/such/file.parquet",
        __file__,
        [1, 2],
        [{"timestamp": "yesterday", "message": "x"}],
        [{"timestamp": 1, "message": 5}],
        [__file__, 5],
        5,
    ],
)
def test_what_cannot_be_read_is_named_in_one_line(source: object) -> None:
    with pytest.raises(InputError) as raised:
        query("fields a", source)  # type: ignore[arg-type]

    assert "\n" not in str(raised.value)


def test_both_ends_of_the_window_belong_to_it() -> None:
    source = of("a", "b", "c", "d")

    with query("sort @timestamp | display @message", source, start_ms=1000, end_ms=2000) as result:
        assert [row[0] for row in result.rows] == ["b", "c"]


def test_an_event_without_a_time_is_last_and_outside_of_any_window() -> None:
    source: list[Event] = [{"message": "timeless"}, *of("a", "b")]

    with query("display @message", source) as result:
        assert [row[0] for row in result.rows] == ["b", "a", "timeless"]
    with query("stats count(*)", source, start_ms=0) as result:
        assert list(result.rows) == [("2",)]


def test_statistics_count_what_passes_the_filters_and_what_was_read() -> None:
    with query('filter @type = "REPORT" | stats count(*) by bin(5m)', events("text")) as result:
        assert result.statistics == Statistics(matched=6, scanned=29, bytes=2949, groups=1)
        assert len(list(result.rows)) == 3


def test_a_result_is_written_as_typed_parquet(tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    text = "stats count(*) as `the count`, max(@timestamp) as at, ispresent(at) as there"

    with query(text, of("a", "b")) as result:
        result.write_parquet(path)
        printed = list(result.rows)

    assert printed == [("2", "1970-01-01 00:00:01.000", "1")]
    described = duckdb.execute("DESCRIBE FROM read_parquet(?)", [str(path)]).fetchall()
    assert [each[:2] for each in described] == [
        ("the count", "DOUBLE"),
        ("at", "TIMESTAMP"),
        ("there", "BOOLEAN"),
    ]


def test_a_result_can_be_left_in_the_middle() -> None:
    with query("fields @message", of(*("x" * 5000))) as result:
        next(result.rows)


def test_lookup_takes_the_first_row_of_a_key_and_cidrlookup_the_narrowest_network(
    tmp_path: Path,
) -> None:
    table = tmp_path / "owners.csv"
    table.write_text(
        "ip,owner,net\n10.0.0.1,alpha,10.0.0.0/8\n10.0.0.2,beta,10.0.0.2/32\n10.0.0.1,again,::/0\n"
    )
    equal = "lookup t ip as srcAddr OUTPUT owner, net as n | sort @timestamp | display owner, n"
    inside = "cidrlookup t srcAddr as net OUTPUT owner | sort @timestamp | display owner"

    with query(equal, events("flow"), tables={"t": table}) as result:
        assert [row[:2] for row in result.rows] == [
            ("alpha", "10.0.0.0/8"),
            ("alpha", "10.0.0.0/8"),
            ("beta", "10.0.0.2/32"),
            (None, None),
            (None, None),
        ]
    with query(inside, events("flow"), tables={"t": table}) as result:
        assert [row[0] for row in result.rows] == ["alpha", "alpha", "beta", None, None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lookup u ip as a OUTPUT b", "no lookup table u; give --lookup u=FILE.csv"),
        ("lookup t nope as a OUTPUT b", "the lookup table t has no column nope: it has ip, owner"),
    ],
)
def test_a_table_or_column_that_is_not_there_is_named(
    tmp_path: Path, text: str, expected: str
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("ip,owner\n")

    with pytest.raises(UsageError) as raised:
        query(text, [], tables={"t": table})

    assert str(raised.value) == expected


def test_explain_shows_the_plan_and_the_sql() -> None:
    shown = explain('filter @type = "REPORT" | stats count(*) by bin(5m)')

    assert shown.startswith("scan @type, @timestamp\nwhere ")
    assert "GROUP BY" in shown
