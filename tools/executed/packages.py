"""Functions whose package is not what the runtime needs: modules, permissions, native libraries."""

from __future__ import annotations

import struct
import sysconfig
from pathlib import Path

from case import Act, Case, logged, py
from hosts import WITHOUT_RIGHTS

ORDERS = [{"order": f"A-{n}", "total": 18.5 + n} for n in range(1, 6)]

ZIP_GUIDE = "AWS Lambda Developer Guide, Working with .zip file archives for Python, 2026"

LIBC = b"GLIBC_2.14"  # the version that brought a new memcpy: many libraries name it


def cases() -> list[Case]:
    """What fails before the handler is reached, for lack of a file."""
    return [*_modules(), *_native()]


def _modules() -> list[Case]:
    return [
        Case(
            "import-module-missing-01",
            "invoice-mailer",
            "import_module_missing",
            [
                Act(
                    {
                        "app.py": py("""
                            try:
                                import rapidjson as json
                            except ImportError:
                                import json
                                print("WARNING: rapidjson not installed, falling back to json")

                            import weasyprint

                            PAGE = "<p>Dear {name}</p>"


                            def handler(event, context):
                                html = PAGE.format(name=event["order"])
                                return json.dumps({"pages": len(weasyprint.HTML(html).pages)})
                            """)
                    },
                    ORDERS[:3],
                )
            ],
            "weasyprint was installed on the laptop, but is not in the package.",
            "a handled missing optional module, printed as a warning at each start",
            form="viewer",
        ),
        Case(
            "import-module-missing-02",
            "report-export",
            "import_module_missing",
            [
                Act(
                    {
                        "app.py": logged("""
                            import time


                            def handler(event, context):
                                if event["format"] == "xlsx":
                                    import openpyxl
                                    return openpyxl.Workbook().active.title
                                if event["rows"] == 0:
                                    log.error("report %s has no rows, sent empty", event["id"])
                                time.sleep(0.1)
                                log.info("report %s written as csv", event["id"])
                                return {"id": event["id"], "rows": event["rows"]}
                            """)
                    },
                    [
                        {"id": n, "rows": 40 * (n % 3), "format": "xlsx" if n in (4, 7) else "csv"}
                        for n in range(1, 9)
                    ],
                )
            ],
            "Only spreadsheets need openpyxl, and it is not in the package; CSV reports work.",
            "error lines about empty reports, in invocations that succeed",
            form="filter",
        ),
        Case(
            "import-module-missing-03",
            "geo-tagger",
            "import_module_missing",
            [
                Act({"app.py": _GEO_OLD}, [{"ip": "203.0.113.9"}] * 3, version="11"),
                Act(
                    {
                        "app.py": py("""
                            from places import lookup


                            def handler(event, context):
                                return lookup.country(event["ip"])
                            """),
                        "places/__init__.py": "",
                        "places/lookup.py": py("""
                            from maxminddb.reader import Reader

                            import ipaddress


                            def country(ip):
                                return str(ipaddress.ip_address(ip)), Reader
                            """),
                    },
                    [{"ip": "203.0.113.9"}, {"ip": "198.51.100.4"}],
                    after_s=400.0,
                    version="12",
                ),
            ],
            "Version 12 reads a local database through a package that was not bundled.",
            "version 11 logs an error of its cache and answers all the same",
            also=("deploy_regression",),
            form="get",
            configured_s=310.0,
        ),
        Case(
            "dependency-conflict-01",
            "quote-page",
            "dependency_conflict",
            [
                Act(
                    {
                        "app.py": "import pagekit\n\n\ndef handler(event, context):\n"
                        '    return pagekit.page(event["order"])\n',
                        "pagekit/__init__.py": py("""
                            import warnings

                            warnings.warn("pagekit 2 is in maintenance", stacklevel=2)

                            from textsafe import soft_text


                            def page(text):
                                return f"<p>{soft_text(text)}</p>"
                            """),
                        "textsafe/__init__.py": py("""
                            __version__ = "3.1.0"


                            def text(value):
                                return str(value)
                            """),
                        "pagekit-2.11.3.dist-info/METADATA": "Name: pagekit\nVersion: 2.11.3\n"
                        "Requires-Dist: textsafe<3\n",
                        "textsafe-3.1.0.dist-info/METADATA": "Name: textsafe\nVersion: 3.1.0\n",
                    },
                    ORDERS[:3],
                )
            ],
            "pagekit needs textsafe below 3, and an unpinned build brought 3.1.0.",
            "a maintenance warning of the library at each start",
            form="tail",
        ),
        Case(
            "package-layout-wrong-01",
            "seat-map",
            "package_layout_wrong",
            [
                Act(
                    {
                        "seat-map/app.py": "def handler(event, context):\n    return event\n",
                        "seat-map/seats/__init__.py": "ROWS = 42\n",
                        "numbers_only.pth": "# kept for an old tool\n",
                    },
                    ORDERS[:2],
                )
            ],
            "The folder was zipped instead of what is in it, so app.py is a level too deep.",
            "a stray .pth file in the package",
            also=("import_module_missing", "handler_not_found"),
            weighed=True,
            form="short",
            documents={
                "unzip.txt": "Archive:  seat-map.zip\n"
                "  Length      Date    Time    Name\n"
                "---------  ---------- -----   ----\n"
                "        0  2026-06-02 08:14   seat-map/\n"
                "       48  2026-06-02 08:14   seat-map/app.py\n"
                "        0  2026-06-02 08:14   seat-map/seats/\n"
                "       10  2026-06-02 08:14   seat-map/seats/__init__.py\n"
                "       23  2026-06-02 08:14   numbers_only.pth\n"
                "---------                     -------\n"
                "       81                     5 files\n"
            },
            sources=(ZIP_GUIDE,),
        ),
        Case(
            "package-file-permissions-01",
            "badge-printer",
            "package_file_permissions",
            [
                Act(
                    {
                        "app.py": logged("""
                            log.warning("fonts cache is cold, 0 of 12 fonts indexed")

                            import badge


                            def handler(event, context):
                                return badge.render(event["order"])
                            """),
                        "badge.py": "def render(name):\n    return name.upper()\n",
                    },
                    ORDERS[:2],
                    host=f"import os\nos.chmod('badge.py', 0)\n{WITHOUT_RIGHTS}",
                )
            ],
            "badge.py was packed with mode 0000, so the function's user cannot read it.",
            "a warning about a cold cache at each start",
            also=("import_module_missing",),
            weighed=True,
            form="viewer",
        ),
    ]


_GEO_OLD = logged("""
    import json
    import urllib.request


    def handler(event, context):
        try:
            urllib.request.urlopen("http://127.0.0.1:1/cache", timeout=0.2)
        except OSError:
            log.error("cache not reachable, asking the table")
        return json.dumps({"country": "NL", "ip": event["ip"]})
    """)


def _native() -> list[Case]:
    app = logged("""
        log.warning("numeric kernels: AVX-512 not available, using AVX2")

        import _fastsum


        def handler(event, context):
            return _fastsum.add(event["total"])
        """)
    return [
        Case(
            "native-shared-lib-missing-01",
            "thumb-maker",
            "native_shared_lib_missing",
            [
                Act(
                    {
                        "app.py": logged("""
                            import ctypes

                            try:
                                ctypes.CDLL("libjemalloc.so.2")
                            except OSError as error:
                                log.warning("no custom allocator (%s), using the default", error)

                            vips = ctypes.CDLL("libvips.so.42")


                            def handler(event, context):
                                return vips.vips_version(0)
                            """)
                    },
                    ORDERS[:3],
                )
            ],
            "The image library is loaded from the system, which Lambda does not have.",
            "a second library is missing too, is optional, and is only warned about",
            form="viewer",
        ),
        Case(
            "native-binary-arch-mismatch-01",
            "basket-score",
            "native_binary_arch_mismatch",
            [
                Act(
                    {
                        "app.py": app,
                        # a Mach-O file: magic, CPU type arm64, and nothing that Linux could load
                        "_fastsum.so": struct.pack("<8I", 0xFEEDFACF, 0x0100000C, *[0] * 6) * 8,
                    },
                    ORDERS[:3],
                )
            ],
            "The extension module was built on a Mac.",
            "a warning about CPU features at each start",
            form="filter",
        ),
        Case(
            "native-glibc-mismatch-01",
            "route-cost",
            "native_glibc_mismatch",
            [Act({"app.py": app, "_fastsum.so": _needs_newer_libc(_library())}, ORDERS[:2])],
            "The extension module was built on a system with a newer C library.",
            "a warning about CPU features at each start",
            form="tail",
        ),
    ]


def _library() -> bytes:
    """An extension module of this Python that names a version of the C library."""
    folder = Path(sysconfig.get_path("stdlib")) / "lib-dynload"
    libraries = (path.read_bytes() for path in sorted(folder.glob("*.so")))
    return next(library for library in libraries if LIBC + b"\0" in library)


def _needs_newer_libc(library: bytes) -> bytes:
    """Name a version of the C library that no system has yet; the hash goes with the name."""
    new = b"GLIBC_2.99"
    old_hash, new_hash = (struct.pack("<I", _elf_hash(name)) for name in (LIBC, new))
    return library.replace(LIBC + b"\0", new + b"\0").replace(old_hash, new_hash)


def _elf_hash(name: bytes) -> int:
    value = 0
    for byte in name:
        value = (value << 4) + byte
        high = value & 0xF0000000
        value = (value ^ (high >> 24)) & ~high & 0xFFFFFFFF
    return value
