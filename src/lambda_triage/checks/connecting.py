"""Connections that never open: how drivers word it, and whether the peer sits in a VPC."""

from __future__ import annotations

import re

from lambda_triage.checks.signature import message

# Ports of what normally sits in a VPC: PostgreSQL, MySQL, SQL Server, Oracle, Redis, Memcached,
# MongoDB and DocumentDB, Redshift, Neptune, Kafka, brokers, NFS (AWS service guides, 2026).
_SQL_PORTS = (5432, 5433, 6432, 3306, 1433, 1521, 5439)
_OTHER_PORTS = (6379, 6380, 11211, 27017, 8182, 9092, 9094, 9096, 9098, 5671, 61617, 2049)
INSIDE_PORTS = frozenset(map(str, _SQL_PORTS + _OTHER_PORTS))
PRIVATE = re.compile(
    r"(?<![\d.])(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?![\d.])"
    r"|\.(?:rds|cache|docdb|redshift|neptune|dax-clusters"
    r"|memorydb)\.(?:[\w-]{1,30}\.)?amazonaws\.com"
    r"|\.(?:rds|cache|docdb|redshift|neptune|kafka|memorydb)\.[\w-]{1,30}\.amazonaws\.com"
    r"|\.(?:rds|cache|docdb|redshift|neptune|memorydb)\.amazonaws\.com|\.internal(?![\w.])"
)
HOST = r"[\w.<>*-]{1,253}(?::\d{1,5})?"  # < > * stand in names that were made unreadable

# Clients of any protocol. The peer is captured where the client names it.
CONNECTS = (
    message(
        "node",
        "ETIMEDOUT",
        "EHOSTUNREACH",
        "ENETUNREACH",
        pattern=rf"(?:connect|Error:) E(?:TIMEDOUT|HOSTUNREACH|NETUNREACH)(?: (?P<peer>{HOST}))?",
        source="Node.js lib/net.js, exceptionWithHostPort, 2025",
    ),
    message(
        "sdk-js",
        "Socket timed out without establishing a connection",
        "did not establish a connection with the server",
        "Connect Timeout Error",
        pattern=rf"Socket timed out without establishing a connection"
        rf"|did not establish a connection with the server"
        rf"|Connect Timeout Error(?: \(attempted address(?:es)?: (?P<peer>{HOST}))?",
        source="aws-sdk-js http handlers; undici ConnectTimeoutError, 2025",
    ),
    message(
        "python",
        "Connect timeout on endpoint URL",
        "(connect timeout=",
        "ConnectTimeout",
        "Connection timeout to host",
        "sock.connect(",
        pattern=rf"Connect timeout on endpoint URL: \\?[\"']?(?:https?://)?(?P<peer>{HOST})"
        rf"|Connection to (?P<host>{HOST}) timed out\. \(connect timeout="
        rf"|Connection timeout to host (?:https?://)?(?P<url>{HOST})|httpx\.ConnectTimeout"
        rf"|httpcore\.ConnectTimeout|TimeoutError: timed out(?=[\s\S]{{0,4000}}\bsock\.connect\()"
        rf"|\bsock\.connect\([\s\S]{{0,400}}?TimeoutError: timed out",
        source="botocore exceptions.py, urllib3, aiohttp, httpx, 2025",
    ),
    message(
        "system",
        "onnection timed out",
        pattern=rf"(?:server at \"(?P<host>{HOST})\"[^\n]{{0,200}}?|to (?P<peer>{HOST})[.:]"
        rf" )?[Cc]onnection timed out(?! after \d+ ?ms)(?:: [\w.-]{{0,253}}/(?P<address>{HOST})"
        rf"| \((?P<name>[\w.-]{{1,253}}:\d{{1,5}})\)| - connect\(2\) for \"?(?P<ruby>{HOST}))?",
        source="C library ETIMEDOUT as Python, PHP, Ruby, Java, .NET and Netty print it, 2025",
    ),
    message(
        "go",
        "i/o timeout",
        pattern=rf"dial (?:tcp|udp)[46]? (?P<peer>{HOST}): i/o timeout",
        source="Go net.OpError of Dial, 2025",
    ),
    message(
        "java",
        "onnect timed out",
        "HttpConnectTimeoutException",
        pattern=rf"(?:Connect to (?P<peer>{HOST})[^\n]{{0,200}}? failed: )?[Cc]onnect timed out"
        rf"|HttpConnectTimeoutException",
        source="JDK SocketTimeoutException, java.net.http; Apache HttpClient, 2025",
    ),
    message(
        "ruby",
        "Net::OpenTimeout",
        "Failed to open TCP connection to",
        pattern=rf"Failed to open TCP connection to (?P<peer>{HOST}) \(execution expired"
        rf"|Net::OpenTimeout",
        source="Ruby net/http, Net::OpenTimeout, 2025",
    ),
    message(
        "curl",
        "Failed to connect to ",
        "Connection timeout after",
        pattern=r"Failed to connect to (?P<peer>[\w.-]{1,253}) port \d+ after \d+ ms: (?:Timeout"
        r" was reached|Connection timed out)|Connection timeout after \d+ ms",
        source="curl lib/connect.c, CURLE_OPERATION_TIMEDOUT, 2025",
    ),
    message(
        "dotnet",
        "did not properly respond after a period of time",
        pattern=rf"did not properly respond after a period of time[^\n]{{0,160}}?"
        rf"(?:\((?P<peer>{HOST})\))?",
        source=".NET SocketError TimedOut, 2025",
    ),
    message(
        "unreachable",
        "Network is unreachable",
        "No route to host",
        pattern=r"Network is unreachable|No route to host",
        source="C library ENETUNREACH and EHOSTUNREACH, in every language, 2025",
    ),
)

# Databases, caches and brokers: their clients connect to what sits in a VPC.
DRIVERS = (
    message(
        "redis",
        "UnableToConnect",
        "It was not possible to connect to the redis server",
        "Timeout connecting to server",
        "[ioredis]",
        "ClusterAllFailedError",
        "RedisConnectionException: Unable to connect to",
        pattern=rf"UnableToConnect on (?P<peer>{HOST})|not possible to connect to the redis server"
        rf"|Timeout connecting to server"
        rf"|\[ioredis\] Unhandled error event: Error: connect ETIMEDOUT"
        rf"|ClusterAllFailedError: Failed to refresh slots cache"
        rf"|RedisConnectionException: Unable to connect to (?P<host>{HOST})",
        source="StackExchange.Redis, redis-py, ioredis, Lettuce, 2025",
    ),
    message(
        "postgres",
        "timeout expired",
        "Connection terminated due to connection timeout",
        "The connection attempt failed",
        "Can't reach database server at",
        "SequelizeConnectionError: connect ETIMEDOUT",
        "Npgsql",
        pattern=rf"(?:server at \"(?P<host>{HOST})\"[^\n]{{0,200}}?"
        rf"|OperationalError: )timeout expired"
        rf"|Npgsql\w*Exception[^\n]{{0,60}}: Failed to connect to (?P<name>{HOST})"
        rf"|SequelizeConnectionError: connect ETIMEDOUT"
        rf"|Connection terminated due to connection timeout"
        rf"|PSQLException: The connection attempt failed"
        rf"|Can't reach database server at `?(?P<peer>{HOST})",
        source="libpq fe-connect.c, node-postgres, pgjdbc, Prisma P1001, 2025",
    ),
    message(
        "mysql",
        "Can't connect to MySQL server on",
        "Handshake inactivity timeout",
        "_handleConnectTimeout",
        "The driver has not received any packets from the server",
        pattern=rf"Can't connect to MySQL server on \\?['\"](?P<peer>{HOST})\\?['\"] \((?:110|60"
        rf"|timed out|\[Errno 110\])|Handshake inactivity timeout|_handleConnectTimeout"
        rf"|The driver has not received any packets from the server",
        source="MySQL CR_CONN_HOST_ERROR, PyMySQL, mysqljs, Connector/J, 2025",
    ),
    message(
        "sqlserver",
        "The TCP/IP connection to the host",
        "A network-related or instance-specific error occurred",
        "Login timeout expired",
        "Failed to connect to ",
        pattern=rf"The TCP/IP connection to the host (?P<peer>{HOST}), port \d+ has failed"
        rf"|network-related or instance-specific error|Login timeout expired"
        rf"|Failed to connect to (?P<host>{HOST}) in \d+ ?ms",
        source="SQL Server JDBC, SqlClient and ODBC drivers, tedious, 2025",
    ),
    message(
        "mongo",
        "erver selection timed out",
        "ServerSelectionTimeoutError",
        "ServerSelectionError",
        "Could not connect to any servers in your MongoDB Atlas cluster",
        "buffering timed out after",
        "while waiting for a server that matches",
        "while waiting to connect",
        pattern=r"(?:[Ss]erver selection timed out|ServerSelection(?:Timeout)?Error"
        r"|Could not connect to any servers in your MongoDB Atlas|buffering timed out after"
        r"|while waiting for a server that matches"
        r"|while waiting to connect)(?![^\n]{0,600}(?:refused|REFUSED|not known|ENOTFOUND"
        r"|EAI_AGAIN|resolution|[Aa]uthenticat|certificate))",
        source="MongoDB drivers for Node.js, Python and Java; Mongoose, 2025",
    ),
    message(
        "kafka",
        "Timed out waiting for a node assignment",
        "not present in metadata after",
        "Failed to update metadata after",
        "Connection setup timed out",
        "KafkaJSConnectionError: Connection timeout",
        "NoBrokersAvailable",
        pattern=r"Timed out waiting for a node assignment|not present in metadata after"
        r"|Failed to update metadata after|Connection setup timed out"
        r"|KafkaJSConnectionError: Connection timeout|NoBrokersAvailable",
        source="Apache Kafka clients, kafka-python, librdkafka, 2025",
    ),
    message(
        "oracle",
        "The Network Adapter could not establish the connection",
        "ORA-12170",
        "ORA-12535",
        pattern=r"The Network Adapter could not establish the connection|ORA-12(?:170|535)",
        source="Oracle JDBC and Net error messages, 2025",
    ),
)
_DRIVER = tuple(re.compile(driver.pattern, re.MULTILINE) for driver in DRIVERS)
PEERS = ("peer", "host", "address", "name", "ruby", "url")


def inside(peer: str | None, text: str) -> bool:
    """Whether the peer is one that sits in a VPC; a driver of a database speaks to such."""
    if peer:
        port = peer.rpartition(":")[2]
        if port in INSIDE_PORTS or PRIVATE.search(peer):
            return True
    if any(driver.search(text) for driver in _DRIVER):
        return True
    return not peer and PRIVATE.search(text) is not None
