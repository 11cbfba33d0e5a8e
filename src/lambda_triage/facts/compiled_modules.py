"""Modules that exist only as compiled code: missing, they were built for another platform."""

from __future__ import annotations

import re

# Module → distribution on PyPI or RubyGems. Source: the wheels' own file lists, checked 2026.
DISTRIBUTIONS = {
    "_cffi_backend": "cffi",
    "_mysql": "mysqlclient",
    "MySQLdb._mysql": "mysqlclient",
    "_brotli": "brotli",
    "_yaml": "pyyaml",
    "_pydantic_core": "pydantic-core",
    "bcrypt_ext": "bcrypt",
    "cx_Oracle": "cx-oracle",
    "ffi_c": "ffi",
    "grpc._cython.cygrpc": "grpcio",
    "jiter.jiter": "jiter",
    "lxml.etree": "lxml",
    "lxml.objectify": "lxml",
    "mysql2/mysql2": "mysql2",
    "nokogiri/nokogiri": "nokogiri",
    "orjson.orjson": "orjson",
    "pg_ext": "pg",
    "pyarrow.lib": "pyarrow",
    "rpds.rpds": "rpds-py",
    "safetensors._safetensors_rust": "safetensors",
    "shapely.lib": "shapely",
    "sqlite3/sqlite3_native": "sqlite3",
    "tokenizers.tokenizers": "tokenizers",
    "asyncpg.protocol.protocol": "asyncpg",
}
# Modules that are one compiled file at the top of a distribution: not packaged, or wrong platform.
SINGLE_FILE = frozenset(
    {"ujson", "pyodbc", "pymssql", "cchardet", "rapidjson", "pycurl", "cx_Oracle"}
)
# `package._leaf`: by convention of CPython, Cython, PyO3 and pybind11 projects a compiled part.
PRIVATE_LEAF = re.compile(r"^[A-Za-z]\w*(?:\.\w+)*\._[a-z]\w*$")
# Compiled parts of the standard library, which no distribution brings.
STANDARD = frozenset({"_ctypes", "_sqlite3", "_bz2", "_lzma", "_tkinter", "_ssl", "_curses"})
RUBY_VERSIONED = re.compile(r"^(?P<gem>nokogiri|sqlite3|bcrypt|mysql2|google)/\d\.\d/\w+$")
# Names that are compiled in a package whose other parts are not: (package, name) → distribution.
NAMES = {
    ("PIL", "_imaging"): "pillow",
    ("lxml", "etree"): "lxml",
    ("lxml", "objectify"): "lxml",
    ("shapely", "lib"): "shapely",
    ("grpc._cython", "cygrpc"): "grpcio",
    ("psycopg2", "_psycopg"): "psycopg2-binary",
    ("numpy.core", "multiarray"): "numpy",
    ("numpy.core", "_multiarray_umath"): "numpy",
    ("numpy._core", "_multiarray_umath"): "numpy",
    ("cryptography.hazmat.bindings", "_rust"): "cryptography",
    ("pydantic_core", "_pydantic_core"): "pydantic-core",
    ("pymssql", "_mssql"): "pymssql",
}


def distribution(module: str) -> str | None:
    """The distribution that brings a compiled module; None when the module is not known as one."""
    if module in DISTRIBUTIONS:
        return DISTRIBUTIONS[module]
    if module in SINGLE_FILE:
        return module.lower()
    ruby = RUBY_VERSIONED.match(module)
    if ruby:
        return ruby["gem"]
    if PRIVATE_LEAF.match(module):
        root = module.split(".", maxsplit=1)[0]
        return {"psycopg2": "psycopg2-binary", "nacl": "pynacl", "Crypto": "pycryptodome"}.get(
            root, root.replace("_", "-")
        )
    return None


def always_compiled(module: str) -> bool:
    """Whether only a build for another platform explains that it is missing."""
    return module not in SINGLE_FILE and distribution(module) is not None
