"""Every runtime's and library's own words for a limit are recognised, and harmless ones are not."""

from __future__ import annotations

from functools import cache

import pytest

from lambda_triage.checks.catalog import checks
from lambda_triage.sources.signatures import Signatures

WORDS = (
    (
        "crashes/native-fault",
        "# A fatal error has been detected by the Java Runtime Environment:\n#  SIGSEGV (0xb) at pc=0x7f",
    ),
    (
        "crashes/native-fault",
        "/var/runtime/bootstrap: line 3: 12 Segmentation fault      (core dumped) node index.js",
    ),
    ("crashes/native-fault", "Fatal Python error: Segmentation fault\n\nCurrent thread 0x7f"),
    (
        "crashes/native-fault",
        "RequestId: 11111111-2222-4333-8444-555555555555 Error: Runtime exited with error: signal: segmentation fault\nRuntime.ExitError",
    ),
    ("files/disk-full", "Error: ENOSPC: no space left on device, write"),
    ("files/disk-full", "OSError: [Errno 28] No space left on device"),
    ("files/disk-full", "System.IO.IOException: There is not enough space on the disk. : '/tmp/x'"),
    (
        "files/disk-full",
        "java.io.IOException: No space left on device\n\tat java.io.FileOutputStream.writeBytes",
    ),
    ("files/disk-full", "sqlite3.OperationalError: database or disk is full"),
    ("files/disk-full", "write /tmp/out.bin: no space left on device"),
    (
        "files/read-only",
        "Errno::EROFS: Read-only file system @ rb_sysopen - /var/task/log/production.log",
    ),
    (
        "files/read-only",
        "Error: ENOENT: no such file or directory, mkdir '/home/sbx_user1051/.npm'",
    ),
    ("files/read-only", "Error: EROFS: read-only file system, mkdir '/var/task/logs'"),
    ("files/read-only", "PermissionError: [Errno 13] Permission denied: '/home/sbx_user1051'"),
    ("files/read-only", "System.IO.IOException: Read-only file system : '/var/task/App_Data'"),
    ("files/read-only", "[ERROR] OSError: [Errno 30] Read-only file system: '/var/task/cache'"),
    ("files/read-only", "java.io.FileNotFoundException: out.txt (Read-only file system)"),
    (
        "files/read-only",
        "mkdir: cannot create directory '/home/sbx_user1051': No such file or directory",
    ),
    ("files/read-only", "open /var/task/db.sqlite: read-only file system"),
    (
        "files/too-many-open",
        "BlockingIOError: [Errno 11] Resource temporarily unavailable\n  File subprocess.py, in _fork_exec",
    ),
    ("files/too-many-open", "Error: EMFILE: too many open files, open '/tmp/a'"),
    ("files/too-many-open", "Error: spawn /opt/bin/chrome EAGAIN"),
    ("files/too-many-open", "OSError: [Errno 24] Too many open files: '/tmp/x'"),
    ("files/too-many-open", "RuntimeError: can't start new thread"),
    ("files/too-many-open", "dial tcp 10.0.0.1:443: socket: too many open files"),
    ("files/too-many-open", "java.io.IOException: Too many open files\n\tat sun.nio"),
    (
        "files/too-many-open",
        "java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached",
    ),
    ("init/timed-out", "INIT_REPORT Init Duration: 10008.41 ms\tPhase: init\tStatus: timeout"),
    ("init/timed-out", "INIT_REPORT Init Duration: 9999.92 ms\tPhase: init\tStatus: timeout"),
    (
        "init/timed-out",
        '{"time":"2024-01-01T00:00:00.000Z","type":"platform.initReport","record":{"initializationType":"on-demand","phase":"init","status":"timeout","metrics":{"durationMs":9999.5}}}',
    ),
    (
        "memory/metaspace-exhausted",
        'Exception in thread "main" java.lang.OutOfMemoryError: Compressed class space',
    ),
    (
        "memory/metaspace-exhausted",
        "Metaspace: java.lang.OutOfMemoryError\njava.lang.OutOfMemoryError: Metaspace",
    ),
    (
        "memory/metaspace-exhausted",
        '{"errorMessage":"Metaspace","errorType":"java.lang.OutOfMemoryError"}',
    ),
    (
        "memory/node-heap-exhausted",
        "<--- Last few GCs --->\n[8:0x5]  1 ms: Mark-sweep 250\nFATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory\n 1: 0xb00 node::Abort() [/var/lang/bin/node]",
    ),
    (
        "memory/node-heap-exhausted",
        "Error [ERR_WORKER_OUT_OF_MEMORY]: Worker terminated due to reaching memory limit: JS heap out of memory",
    ),
    (
        "memory/node-heap-exhausted",
        "FATAL ERROR: CALL_AND_RETRY_2 Allocation failed - process out of memory",
    ),
    (
        "memory/out-of-memory",
        "Error: spawn ENOMEM\n    at ChildProcess.spawn (node:internal/child_process:413:11)",
    ),
    (
        "memory/out-of-memory",
        "Java heap space: java.lang.OutOfMemoryError\njava.lang.OutOfMemoryError: Java heap space\n\tat com.x.Y.z(Y.java:3)",
    ),
    (
        "memory/out-of-memory",
        "PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in /var/task/x.php on line 3",
    ),
    (
        "memory/out-of-memory",
        "RequestId: 11111111-2222-4333-8444-555555555555 Error: Runtime exited with error: signal: killed\nRuntime.ExitError",
    ),
    (
        "memory/out-of-memory",
        "System.OutOfMemoryException: Exception of type 'System.OutOfMemoryException' was thrown.",
    ),
    (
        "memory/out-of-memory",
        '[ERROR] MemoryError\nTraceback (most recent call last):\n  File "/var/task/a.py", line 3, in h',
    ),
    ("memory/out-of-memory", "[ERROR] OSError: [Errno 12] Cannot allocate memory"),
    (
        "memory/out-of-memory",
        "fatal error: runtime: out of memory\n\nruntime stack:\nruntime.throw(0x1)",
    ),
    ("memory/out-of-memory", "fork/exec /opt/bin/pdf: cannot allocate memory"),
    (
        "memory/out-of-memory",
        "java.lang.OutOfMemoryError: Java heap space\n\tat java.util.Arrays.copyOf(Arrays.java:3210)",
    ),
    ("memory/out-of-memory", "memory allocation of 536870912 bytes failed"),
    (
        "memory/out-of-memory",
        "numpy.core._exceptions._ArrayMemoryError: Unable to allocate 2.3 GiB for an array with shape (1000, 300000) and data type float64",
    ),
    (
        "memory/child-killed",
        "subprocess.CalledProcessError: Command '['/opt/bin/ffmpeg']' died with <Signals.SIGKILL: 9>.",
    ),
    (
        "memory/out-of-memory",
        '{"errorMessage":"Java heap space","errorType":"java.lang.OutOfMemoryError","stackTrace":["a.b.c"]}',
    ),
    (
        "memory/out-of-memory",
        '{"errorType":"Runtime.ExitError","errorMessage":"RequestId: x Error: Runtime exited with error: signal: killed"}',
    ),
    (
        "scaling/connections-exhausted",
        "ActiveRecord::ConnectionTimeoutError: could not obtain a connection from the pool within 5.000 seconds (waited 5.001 seconds); all pooled connections were in use",
    ),
    ("scaling/connections-exhausted", "Error: ER_CON_COUNT_ERROR: Too many connections"),
    (
        "scaling/connections-exhausted",
        "FATAL: remaining connection slots are reserved for roles with the SUPERUSER attribute",
    ),
    (
        "scaling/connections-exhausted",
        "KnexTimeoutError: Knex: Timeout acquiring a connection. The pool is probably full. Are you missing a .transacting(trx) call?",
    ),
    (
        "scaling/connections-exhausted",
        "Npgsql.NpgsqlException: The connection pool has been exhausted, either raise 'Max Pool Size'",
    ),
    (
        "scaling/connections-exhausted",
        "PrismaClientKnownRequestError: Timed out fetching a new connection from the connection pool. More info: http://pris.ly/d/connection-pool (Current connection pool timeout: 10, connection limit: 3)",
    ),
    (
        "scaling/connections-exhausted",
        "SequelizeConnectionAcquireTimeoutError [SequelizeConnectionAcquireTimeoutError]: Operation timeout",
    ),
    (
        "scaling/connections-exhausted",
        "System.InvalidOperationException: Timeout expired.  The timeout period elapsed prior to obtaining a connection from the pool.  This may have occurred because all pooled connections were in use and max pool size was reached.",
    ),
    (
        "scaling/connections-exhausted",
        "error: sorry, too many clients already\n    at Parser.parseErrorMessage (/var/task/node_modules/pg-protocol/dist/parser.js:287:98)",
    ),
    (
        "scaling/connections-exhausted",
        "java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 30000ms.",
    ),
    (
        "scaling/connections-exhausted",
        'psycopg2.OperationalError: connection to server at "db.x.rds.amazonaws.com" (10.0.0.1), port 5432 failed: FATAL:  sorry, too many clients already',
    ),
    (
        "scaling/connections-exhausted",
        "pymysql.err.OperationalError: (1040, 'Too many connections')",
    ),
    (
        "scaling/connections-exhausted",
        "sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00",
    ),
    (
        "scaling/downstream-throttled",
        "An error occurred (SlowDown) when calling the PutObject operation (reached max retries: 4): Please reduce your request rate.",
    ),
    (
        "scaling/downstream-throttled",
        "An error occurred (Throttling) when calling the DescribeStacks operation (reached max retries: 4): Rate exceeded",
    ),
    (
        "scaling/downstream-throttled",
        "AxiosError: Request failed with status code 429\n    at settle (/var/task/node_modules/axios/lib/core/settle.js:19:12)",
    ),
    (
        "scaling/downstream-throttled",
        "ProvisionedThroughputExceededException: The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.",
    ),
    (
        "scaling/downstream-throttled",
        "ThrottlingException: Throughput exceeds the current capacity of your table or index.",
    ),
    (
        "scaling/downstream-throttled",
        "TooManyRequestsException: Rate exceeded\n    at de_TooManyRequestsExceptionRes (/var/task/node_modules/@aws-sdk/client-cognito-identity-provider/dist-cjs/index.js:1:1)",
    ),
    (
        "scaling/downstream-throttled",
        "[ERROR] ClientError: An error occurred (ThrottlingException) when calling the InvokeModel operation (reached max retries: 4): Too many requests, please wait before trying again.",
    ),
    (
        "scaling/downstream-throttled",
        "openai.RateLimitError: Error code: 429 - {'error': {'message': 'Rate limit reached for gpt-4'}}",
    ),
    (
        "scaling/downstream-throttled",
        "operation error DynamoDB: PutItem, exceeded maximum number of attempts, 3, https response error StatusCode: 400, ProvisionedThroughputExceededException: The level of",
    ),
    (
        "scaling/downstream-throttled",
        "requests.exceptions.HTTPError: 429 Client Error: Too Many Requests for url: https://api.example.com/v1",
    ),
    (
        "scaling/parameter-throttled",
        "An error occurred (ThrottlingException) when calling the GetSecretValue operation: Rate exceeded",
    ),
    (
        "scaling/parameter-throttled",
        "ThrottlingException: Rate exceeded\n    at de_ThrottlingExceptionRes (/var/runtime/node_modules/@aws-sdk/client-ssm/dist-cjs/index.js:1:1)\n    at de_CommandError",
    ),
    (
        "scaling/parameter-throttled",
        "[ERROR] ClientError: An error occurred (ThrottlingException) when calling the GetParameter operation (reached max retries: 4): Rate exceeded",
    ),
    (
        "scaling/parameter-throttled",
        "com.amazonaws.services.simplesystemsmanagement.model.AWSSimpleSystemsManagementException: Rate exceeded (Service: AWSSimpleSystemsManagement; Status Code: 400; Error Code: ThrottlingException; Request ID: x)",
    ),
    (
        "scaling/parameter-throttled",
        "operation error SSM: GetParametersByPath, exceeded maximum number of attempts, 3, https response error StatusCode: 400, api error ThrottlingException: Rate exceeded",
    ),
    (
        "scaling/recursive-loop",
        "RecursiveInvocationException: Lambda has detected your function being invoked in a recursive loop with other AWS services",
    ),
    (
        "scaling/reserved-limit",
        "TooManyRequestsException: Rate Exceeded.\n  '$fault': 'client',\n  Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',\n  Type: 'User'",
    ),
    (
        "scaling/reserved-limit",
        '{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."}',
    ),
    (
        "scaling/shard-throttled",
        "An error occurred (ProvisionedThroughputExceededException) when calling the PutRecords operation: Rate exceeded for shard shardId-000000000000 in stream s under account 111122223333.",
    ),
    (
        "scaling/shard-throttled",
        "com.amazonaws.services.kinesis.model.ProvisionedThroughputExceededException: Rate exceeded for shard shardId-0 in stream s (Service: AmazonKinesis; Status Code: 400)",
    ),
    ("scaling/throttled", "Calling the invoke API action failed with this message: Rate Exceeded."),
    (
        "scaling/throttled",
        "TooManyRequestsException: Rate Exceeded.\n    at de_TooManyRequestsExceptionRes (/var/runtime/node_modules/@aws-sdk/client-lambda/dist-cjs/index.js:1:2)",
    ),
    (
        "scaling/throttled",
        "botocore.errorfactory.TooManyRequestsException: An error occurred (TooManyRequestsException) when calling the Invoke operation (reached max retries: 4): Rate Exceeded.",
    ),
    (
        "scaling/throttled",
        "com.amazonaws.services.lambda.model.TooManyRequestsException: Rate Exceeded. (Service: AWSLambda; Status Code: 429; Error Code: TooManyRequestsException; Request ID: x)",
    ),
    (
        "scaling/throttled",
        "operation error Lambda: Invoke, exceeded maximum number of attempts, 3, https response error StatusCode: 429, RequestID: x, TooManyRequestsException: Rate Exceeded.",
    ),
    (
        "scaling/throttled",
        '{"Reason":"ConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."}',
    ),
)

HARMLESS = (
    "Connection pool is full, discarding connection: s3.amazonaws.com. Connection pool size: 10",
    "ENOSPC: System limit for number of file watchers reached, watch '/var/task'",
    "default path (/home/sbx_user1051/.config/matplotlib) is not a writable directory",
    "panic: boom\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x6e]",
    "RESTORE_REPORT Restore Duration: 511.25 ms",
    "INIT_REPORT Init Duration: 812.31 ms",
    "max_connections is 100, 12 connections are open",
)


@cache
def signatures() -> Signatures:
    return Signatures(signature for check in checks() for signature in check.signatures)


def recognised(text: str) -> set[str]:
    found = signatures()
    literals = [n for n, each in enumerate(found.literals) if each.occurs_in(text.encode())]
    return {name.rpartition(".")[0] for name, _ in found.match(text, literals)}


@pytest.mark.parametrize(
    ("check", "text"), WORDS, ids=[f"{c}-{n}" for n, (c, _) in enumerate(WORDS)]
)
def test_the_words_are_recognised(check, text):
    assert check in recognised(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_words_are_not(text):
    ours = ("memory/", "crashes/", "files/", "scaling/", "init/", "streams/", "node/")

    assert [id for id in recognised(text) if id.startswith(ours)] == []


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("TooManyRequestsException: Rate Exceeded. (Service: AWSLambda)", "scaling/throttled"),
        (
            "TooManyRequestsException: Rate exceeded (Service: Cognito)",
            "scaling/downstream-throttled",
        ),
    ],
)
def test_a_refusal_is_told_apart_by_who_refused(text, cause):
    assert {id for id in recognised(text) if id.startswith("scaling/")} == {cause}
