"""Code packages: told from archives of logs, read in place, and harmless whatever they hold."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_triage.checks.code_packages import packages
from lambda_triage.checks.scene import Scene
from lambda_triage.evidence.documents import Package
from lambda_triage.sources.collect import collect
from lambda_triage.sources.files.inputs import expand
from lambda_triage.sources.packages.listing import is_code_listing
from lambda_triage.sources.packages.members import ENTRY_LIMIT, READ_LIMIT
from lambda_triage.sources.packages.natives import native_file
from lambda_triage.sources.packages.node_source import node_source
from lambda_triage.sources.packages.python_source import python_source

if TYPE_CHECKING:
    from pathlib import Path

HANDLER = b"def handler(event, context):\n    return 1\n"
LOG = b"START RequestId: 8d2c41f0-7a55-4b3e-9c10-000000000001 Version: $LATEST\n"
ELF = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HH", 3, 183)


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def read(*paths: Path) -> tuple[list[Package], list[str]]:
    case, reading = collect([str(path) for path in paths], [])
    with case:
        return list(case.documents(Package)), reading.unreadable


def only(*paths: Path) -> Package:
    found, _ = read(*paths)
    assert len(found) == 1
    return found[0]


# What is a package


def test_an_archive_of_code_is_one_input(tmp_path: Path) -> None:
    path = archive(tmp_path / "code.zip", {"app.py": HANDLER, "numpy/__init__.py": b""})

    assert [i.name for i in expand([str(path)]).inputs] == [str(path)]


def test_an_archive_of_logs_is_unpacked_as_before(tmp_path: Path) -> None:
    path = archive(tmp_path / "bundle.zip", {"logs/a.log": LOG, "get-function.json": b"{}"})

    assert len(expand([str(path)]).inputs) == 2
    assert read(path)[0] == []


def test_logs_beside_a_handler_are_read_and_data_of_a_library_are_not(tmp_path: Path) -> None:
    members = {"app.py": HANDLER, "logs/a.log": LOG, "orders.log": LOG, "package.json": b"{}"}
    members |= {"botocore/__init__.py": b"", "botocore/data/endpoints.json": b"{}"}
    path = archive(tmp_path / "mixed.zip", members)

    names = [i.name.removeprefix(str(path)) for i in expand([str(path)]).inputs]

    assert names == ["", "!logs/a.log", "!orders.log"]


def test_a_package_inside_a_bundle_is_found(tmp_path: Path) -> None:
    inner = archive(tmp_path / "inner.zip", {"app.py": HANDLER}).read_bytes()
    path = archive(tmp_path / "bundle.zip", {"package.orders.zip": inner, "a.log": LOG})

    assert only(path).resource == "?:orders"


def test_a_folder_that_sam_built_is_a_package(tmp_path: Path) -> None:
    built = tmp_path / ".aws-sam" / "build" / "Orders"
    built.mkdir(parents=True)
    (built / "app.py").write_bytes(HANDLER)
    (built.parent / "template.yaml").write_text(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  Orders:\n"
        "    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: Orders\n"
        "      Handler: app.handler\n      Runtime: python3.13\n"
    )

    case, _ = collect([str(built.parent)], [])

    with case:
        assert [(d.resource, d.runtime) for d in packages(Scene(case))] == [
            ("?:Orders", "python3.13")
        ]


def test_a_project_with_its_logs_is_no_package(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_bytes(HANDLER)
    (tmp_path / "a.log").write_bytes(LOG)

    assert len(expand([str(tmp_path)]).inputs) == 2


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_out_of_a_built_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text("key = 1")
    built = tmp_path / "package.orders"
    built.mkdir()
    (built / "app.py").write_bytes(HANDLER)
    (built / "out.py").symlink_to(tmp_path / "secret.py")

    found = only(built)

    assert ([f.path for f in found.files], found.refused) == (["app.py"], 1)


# Hostile archives


def test_a_bomb_is_read_in_bounded_memory(tmp_path: Path) -> None:
    path = archive(tmp_path / "bomb.zip", {"app.py": bytes(200 << 20), "b.so": bytes(200 << 20)})

    found = only(path)

    assert (found.unpacked, found.sources[0].names, found.natives) == (400 << 20, None, ())


def test_the_size_that_an_entry_claims_is_not_believed(tmp_path: Path) -> None:
    path = archive(tmp_path / "code.zip", {"app.py": HANDLER})
    raw = bytearray(path.read_bytes())
    at = raw.find(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<L", 0xFFFFFFF0)
    path.write_bytes(raw)

    assert only(path).sources[0].names is None


def test_entries_that_leave_the_package_are_refused(tmp_path: Path) -> None:
    members = {"app.py": HANDLER, "../../etc/cron.py": b"x", "/abs.py": b"x", "C:\\x.py": b"x"}
    found = only(archive(tmp_path / "code.zip", members))

    assert ([f.path for f in found.files], found.refused) == (["app.py"], 3)


def test_links_are_counted_and_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "code.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("app.py", HANDLER)
        link = zipfile.ZipInfo("passwd.py")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        file.writestr(link, "/etc/passwd")

    found = only(path)

    assert ([f.path for f in found.files], found.refused) == (["app.py"], 1)


def test_encrypted_entries_are_counted(tmp_path: Path) -> None:
    path = archive(tmp_path / "code.zip", {"app.py": HANDLER})
    raw = bytearray(path.read_bytes())
    raw[raw.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)

    found = only(path)

    assert (found.encrypted, found.sources) == (1, ())


def test_fifty_thousand_entries_are_counted_and_cut(tmp_path: Path) -> None:
    path = tmp_path / "code.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("app.py", HANDLER)
        for n in range(50_000):
            file.writestr(f"data/{n}", b"")

    found = only(path)

    assert (found.entries, found.whole, len(found.files)) == (50_001, False, ENTRY_LIMIT)


def test_an_archive_that_is_cut_off_is_named_and_not_read(tmp_path: Path) -> None:
    path = archive(tmp_path / "package.orders.zip", {"app.py": HANDLER * 100})
    path.write_bytes(path.read_bytes()[:-40])

    found, unreadable = read(path)

    assert found == []
    assert len(unreadable) == 1


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_raises(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("app.py", HANDLER)
        file.writestr("lib/x.so", ELF)
    raw = bytearray(out.getvalue())
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("zip") / "package.orders.zip"
    path.write_bytes(raw)

    read(path)


# What stands in it


def test_names_are_safe_to_print(tmp_path: Path) -> None:
    found = only(archive(tmp_path / "code.zip", {"app.py": HANDLER, "a\x1b[31m.py": b""}))

    assert [f.path for f in found.files] == ["app.py", "a\ufffd[31m.py"]


@pytest.mark.parametrize(
    ("path", "machine", "libc", "python"),
    [
        ("numpy/x.cpython-312-aarch64-linux-gnu.so", "arm64", "glibc", "cp312"),
        ("numpy/x.cpython-39-darwin.so", "macos", None, "cp39"),
        ("_x.abi3.so", None, None, None),
        ("_x.cp311-win_amd64.pyd", "windows", None, "cp311"),
        ("node_modules/@img/sharp-linuxmusl-x64/lib/sharp.node", "x86_64", "musl", None),
    ],
)
def test_a_native_file_is_told_by_its_name(
    path: str, machine: str | None, libc: str | None, python: str | None
) -> None:
    found = native_file(path, None)

    assert found is not None
    assert (found.machine, found.libc, found.python) == (machine, libc, python)


def test_the_header_is_believed_before_the_name() -> None:
    found = native_file("x.cpython-312-x86_64-linux-gnu.so", ELF)

    assert found is not None
    assert found.machine == "arm64"


def test_a_script_named_bootstrap_is_not_native() -> None:
    assert native_file("bootstrap", b"#!/bin/sh\n") is None


@pytest.mark.parametrize("text", [b"(" * READ_LIMIT, b"-" * 60_000, b"\0", b"x = '\xff'", b"if"])
def test_python_that_does_not_parse_says_nothing(text: bytes) -> None:
    assert python_source("app.py", text, True).names is None


def test_python_names_and_imports_are_those_of_loading() -> None:
    text = b"import a\ntry:\n    import b\nexcept ImportError:\n    b = None\n"
    text += b"def f():\n    import c\nx, y = 1, 2\n"

    found = python_source("app.py", text, True)

    assert (found.names, found.imports) == (("a", "b", "f", "x", "y"), (("a", 1),))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("exports.handler = f;", ("handler",)),
        ("export const handler = 1; export function other() {}", ("handler", "other")),
        ("export { run as handler };", ("as", "handler", "run")),
        ("module.exports = require('./x');", None),
        ("export * from './x';\nexport const a = 1;", None),
        ("exports[name] = 1; exports.a = 1;", None),
        ("console.log(1)", None),
    ],
)
def test_node_exports_are_named_or_undecided(text: str, names: tuple[str, ...] | None) -> None:
    assert node_source("index.js", text.encode(), True).names == names


# Listings

UNZIP = """Archive:  package.orders.zip
  Length      Date    Time    Name
---------  ---------- -----   ----
       43  2026-03-01 10:00   app.py
      900  2026-03-01 10:00   lib/a b.so
---------                     -------
      943                     2 files
"""
ZIPINFO = """Archive:  package.orders.zip
Zip file size: 400 bytes, number of entries: 2
-rw-r--r--  3.0 unx       43 bx defN 26-Mar-01 10:00 app.py
-rwx------  3.0 unx      900 bx defN 26-Mar-01 10:00 lib/a b.so
2 files, 943 bytes uncompressed, 300 bytes compressed:  68.2%
"""
PYTHON = (
    "File Name                                             Modified             Size\n"
    "app.py                                         2026-03-01 10:00:00           43\n"
    "lib/a b.so                                     2026-03-01 10:00:00          900\n"
)


@pytest.mark.parametrize(
    ("text", "modes"),
    [(UNZIP, [None, None]), (ZIPINFO, [0o644, 0o700]), (PYTHON, [None, None])],
    ids=["unzip", "zipinfo", "python"],
)
def test_a_listing_is_a_package(tmp_path: Path, text: str, modes: list[int | None]) -> None:
    (tmp_path / "list.txt").write_text(text)

    found = only(tmp_path / "list.txt")

    assert [(f.path, f.size) for f in found.files] == [("app.py", 43), ("lib/a b.so", 900)]
    assert [f.mode for f in found.files] == modes


def test_the_listing_of_an_archive_of_logs_is_none() -> None:
    text = UNZIP.replace("app.py", "a.log").replace("a b.so", "b.log")

    assert not is_code_listing(text.replace("package.orders", "logs").encode())
