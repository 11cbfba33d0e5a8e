"""What the error reader promises: one shape for every runtime, and the user's own frame on top."""

import json

import pytest
from msgspec.structs import replace

from lambda_triage.sources.parse.runtime_error import Frame, RuntimeError_, parse

ID = "8f507cfc-7bf5-4d1a-8a8e-111111111111"
TIME = "2024-01-02T03:04:05.678Z"
APP = Frame("/var/task/app.py", 3, "handler", in_app=True)
LIBRARY = Frame("/var/task/lib/site-packages/x/y.py", 9, "go", in_app=False)
PYTHON_STACK = (
    '  File "/var/task/app.py", line 3, in handler\n    go()\n'
    '  File "/var/task/lib/site-packages/x/y.py", line 9, in go\n    raise ValueError("bad")\n'
)
PYTHON = RuntimeError_("python", "ValueError", "bad", (LIBRARY, APP), unhandled=True)
UNCAUGHT = f"[ERROR] ValueError: bad\nTraceback (most recent call last):\n{PYTHON_STACK}"


@pytest.mark.parametrize("newline", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("space", [" ", "\xa0"])
def test_python_text_reads_the_same_with_its_odd_breaks_and_spaces(
    newline: str, space: str
) -> None:
    text = UNCAUGHT.replace("\n  ", f"\n{space}{space}").replace("\n", newline)

    assert parse(text) == PYTHON


def test_python_text_flattened_to_one_line_keeps_its_frames() -> None:
    assert parse(UNCAUGHT.replace("\n", " ")) == PYTHON


def test_python_json_is_uncaught_by_its_log_level() -> None:
    line = {
        "timestamp": TIME,
        "log_level": "ERROR",
        "errorMessage": "bad",
        "errorType": "ValueError",
        "requestId": ID,
        "stackTrace": PYTHON_STACK.replace("\n  File", "\n\0  File").split("\0"),
    }

    assert parse(json.dumps(line)) == PYTHON


HANDLED = [
    (
        f"[ERROR]\t{TIME}\t{ID}\tcould not save\nTraceback (most recent call last):\n{PYTHON_STACK}"
        "ValueError: bad"
    ),
    json.dumps(
        {
            "level": "ERROR",
            "location": "handler:9",
            "message": "could not save",
            "exception": f"Traceback (most recent call last):\n{PYTHON_STACK}ValueError: bad",
            "exception_name": "ValueError",
        }
    ),
    json.dumps(
        {
            "level": "ERROR",
            "logger": "root",
            "errorType": "ValueError",
            "errorMessage": "bad",
            "stackTrace": PYTHON_STACK.split("\n"),
        }
    ),
]


@pytest.mark.parametrize("text", HANDLED)
def test_an_error_that_a_logger_wrote_was_handled(text: str) -> None:
    assert parse(text) == replace(PYTHON, unhandled=False)


def test_of_chained_tracebacks_the_last_one_counts() -> None:
    first = (
        'Traceback (most recent call last):\n  File "/var/task/a.py", line 1, in f\nKeyError: 1\n'
    )
    text = (
        f"{first}\nDuring handling of the above exception, another exception occurred:\n\n"
        f"Traceback (most recent call last):\n{PYTHON_STACK}ValueError: bad"
    )

    assert parse(text) == replace(PYTHON, unhandled=None)


def test_python_payload_of_old_runtimes_lists_frames_as_rows() -> None:
    payload = {
        "errorType": "ValueError",
        "errorMessage": "bad",
        "stackTrace": [["/var/task/app.py", 3, "handler", "go()"]],
    }

    assert parse(json.dumps(payload)) == replace(PYTHON, frames=(APP,))


INIT = [
    (
        "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'x'\n"
        "Traceback (most recent call last):"
    ),
    "[ERROR] Runtime.HandlerNotFound: Handler 'h' missing on module 'm'",
    "[ERROR] Runtime.MalformedHandlerName: Bad handler 'x': not enough values to unpack",
    (
        "[ERROR] KeyError: 'T'\nTraceback (most recent call last):\n"
        '  File "/var/lang/i.py", line 1, in import_module\n'
        '  File "/var/task/app.py", line 7, in <module>\n    x'
    ),
    (
        f"{TIME}\tundefined\tERROR\tUncaught Exception \t"
        '{"errorType":"Error","errorMessage":"no","stack":["Error: no"]}'
    ),
    "Class not found: example.Handler: java.lang.ClassNotFoundException\n",
    (
        "Amazon.Lambda.RuntimeSupport.XException: Could not find the specified handler "
        "assembly with the file name 'X'."
    ),
    (
        "Init error when loading handler f.h\n"
        '{"errorMessage":"no such file","errorType":"Init<LoadError>","stackTrace":[]}'
    ),
    "module initialization error: Error\n    at Function.Module.load (module.js:1:2)",
    "Syntax error in module 'index': SyntaxError\nSyntaxError: Unexpected token )",
]


@pytest.mark.parametrize("text", INIT)
def test_errors_while_loading_say_so(text: str) -> None:
    error = parse(text)

    assert error is not None
    assert error.is_init


JS = [
    Frame("/var/task/node_modules/pg/lib/c.js", 1, "new Client", in_app=False),
    Frame("/var/task/index.mjs", 3, "Runtime.handler", in_app=True),
    Frame("file:///var/runtime/index.mjs", 9, None, in_app=False),
]
JS_STACK = [
    "TypeError: no",
    "    at new Client (/var/task/node_modules/pg/lib/c.js:1:2)",
    "    at Array.map (<anonymous>)",
    "    at async Runtime.handler (/var/task/index.mjs:3:5)",
    "    at file:///var/runtime/index.mjs:9:1",
]
JS_JSON = json.dumps({"errorType": "TypeError", "errorMessage": "no", "stack": JS_STACK})
NODE = RuntimeError_(
    "node",
    "TypeError",
    "no",
    (replace(JS[0], function="new Client"), *JS[1:]),
    unhandled=True,
)
NODE_FORMS = [
    (f"{TIME}\t{ID}\tERROR\tInvoke Error \t{JS_JSON}", True),
    (f"{TIME}\t{ID}\tERROR\tUncaught Exception \t{JS_JSON}", True),
    (f"{TIME} {ID} ERROR Invoke Error {JS_JSON}", True),
    (json.dumps({"errorType": "TypeError", "errorMessage": "no", "trace": JS_STACK}), True),
    (
        json.dumps(
            {
                "level": "ERROR",
                "message": {
                    "errorType": "TypeError",
                    "errorMessage": "no",
                    "stackTrace": JS_STACK,
                },
            }
        ),
        None,
    ),
    (f"{TIME}\t{ID}\tERROR\t" + "\n".join(JS_STACK), False),
    (f"{TIME}\t{ID}\tERROR\t" + "\r".join(JS_STACK), False),
    (
        json.dumps(
            {
                "level": 50,
                "err": {"type": "TypeError", "message": "no", "stack": "\n".join(JS_STACK)},
            }
        ),
        False,
    ),
]


@pytest.mark.parametrize(("text", "unhandled"), NODE_FORMS)
def test_node_reads_the_same_in_every_form(text: str, unhandled: bool | None) -> None:
    assert parse(text) == replace(NODE, unhandled=unhandled)


def test_node_rejection_keeps_the_platforms_type() -> None:
    body = '{"errorType":"Runtime.UnhandledPromiseRejection","errorMessage":"Error: x","reason":{}}'
    error = parse(f"{TIME}\t{ID}\tERROR\tUnhandled Promise Rejection \t{body}")

    assert error == RuntimeError_(
        "node", "Runtime.UnhandledPromiseRejection", "Error: x", unhandled=True
    )


def test_a_line_cut_inside_its_json_keeps_type_and_message() -> None:
    text = f"{TIME}\t{ID}\tERROR\tInvoke Error \t" + JS_JSON[: JS_JSON.index("stack")]

    assert parse(text) == replace(NODE, frames=())


JAVA_STACK = (
    "\tat java.base/java.util.ArrayList.get(ArrayList.java:427)\n"
    "\tat example.Handler.handleRequest(Handler.java:9)\n"
    "\tat java.base/java.lang.reflect.Method.invoke(Unknown Source)\n"
)
JAVA = RuntimeError_(
    "java",
    "java.lang.IndexOutOfBoundsException",
    "Index 5",
    (
        Frame("ArrayList.java", 427, "java.util.ArrayList.get", in_app=False),
        Frame("Handler.java", 9, "example.Handler.handleRequest", in_app=True),
        Frame("Unknown Source", None, "java.lang.reflect.Method.invoke", in_app=False),
    ),
    unhandled=True,
)
JAVA_FORMS = [
    (
        (
            "Index 5: java.lang.IndexOutOfBoundsException\n"
            f"java.lang.IndexOutOfBoundsException: Index 5\n{JAVA_STACK}"
        ),
        True,
    ),
    (f"java.lang.IndexOutOfBoundsException: Index 5\n{JAVA_STACK}", None),
    (
        json.dumps(
            {
                "errorMessage": "Index 5",
                "errorType": "java.lang.IndexOutOfBoundsException",
                "stackTrace": JAVA_STACK.replace("\tat ", "").split("\n"),
            }
        ),
        True,
    ),
    (
        json.dumps(
            {
                "level": "ERROR",
                "AWSRequestId": ID,
                "message": f"java.lang.IndexOutOfBoundsException: Index 5\n{JAVA_STACK}",
            }
        ),
        None,
    ),
]


@pytest.mark.parametrize(("text", "unhandled"), JAVA_FORMS)
def test_java_reads_the_same_in_every_form(text: str, unhandled: bool | None) -> None:
    assert parse(text) == replace(JAVA, unhandled=unhandled)


def test_dotnet_names_the_method_and_file() -> None:
    text = (
        f"{TIME}\t{ID}\tfail\tSystem.Exception: boom\n"
        "   at App.Function.Handle(String s) in /src/Function.cs:line 12\n"
        "   at lambda_method(Closure , Stream )"
    )

    assert parse(text) == RuntimeError_(
        "dotnet",
        "System.Exception",
        "boom",
        (
            Frame("/src/Function.cs", 12, "App.Function.Handle", in_app=True),
            Frame("", None, "lambda_method", in_app=False),
        ),
        unhandled=False,
    )


GO_FRAMES = [
    {"path": "github.com/aws/aws-lambda-go@v1.41.0/lambda/f.go", "line": 35, "label": "x"},
    {"path": "orders/main.go", "line": 3, "label": "handler"},
]
GO_READ = (
    Frame("github.com/aws/aws-lambda-go@v1.41.0/lambda/f.go", 35, "x", in_app=False),
    Frame("orders/main.go", 3, "handler", in_app=True),
)
GO_JSON = {"errorMessage": "bad", "errorType": "errorString", "stackTrace": GO_FRAMES}
GO_FORMS = [
    f"2024/03/27 03:40:05 {json.dumps(GO_JSON)}",
    json.dumps(GO_JSON),
    f"bad: errorString {json.dumps(GO_FRAMES, separators=(',', ':'))}",
]


@pytest.mark.parametrize("text", GO_FORMS)
def test_go_reads_the_same_in_every_form(text: str) -> None:
    assert parse(text) == RuntimeError_("go", "errorString", "bad", GO_READ, unhandled=True)


def test_a_go_panic_is_read_from_its_goroutine() -> None:
    text = "panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/home/me/app/main.go:10 +0x1d\n"
    frame = Frame("/home/me/app/main.go", 10, "main.main", in_app=True)

    assert parse(text) == RuntimeError_("go", "panic", "boom", (frame,), unhandled=True)


def test_ruby_keeps_the_type_as_printed() -> None:
    text = (
        'Error raised from handler method\n{\n  "errorMessage": "no",\n'
        '  "errorType": "Function<TypeError>",\n'
        '  "stackTrace": [\n    "/var/task/f.rb:5:in `go\'",\n'
        "    \"/var/runtime/l.rb:1:in 'call'\"]\n}"
    )

    assert parse(text) == RuntimeError_(
        "ruby",
        "Function<TypeError>",
        "no",
        (
            Frame("/var/task/f.rb", 5, "go", in_app=True),
            Frame("/var/runtime/l.rb", 1, "call", in_app=False),
        ),
        unhandled=True,
    )


def test_rust_is_a_custom_runtime() -> None:
    text = json.dumps(
        {"errorType": "&alloc::boxed::Box<dyn core::error::Error>", "errorMessage": "x"}
    )

    assert parse(text) == RuntimeError_(
        "custom", "&alloc::boxed::Box<dyn core::error::Error>", "x", unhandled=True
    )


def test_an_xray_cause_reads_like_an_error() -> None:
    cause = {
        "working_directory": "/var/task",
        "exceptions": [
            {
                "type": "ValueError",
                "message": "bad",
                "stack": [{"path": "/var/task/app.py", "line": 3, "label": "handler"}],
            }
        ],
    }

    assert parse(json.dumps({"id": "1", "cause": cause})) == replace(PYTHON, frames=(APP,))


PLATFORM_PAYLOADS = [
    (
        {"errorType": "Sandbox.Timedout", "errorMessage": "Task timed out after 3.00 seconds"},
        RuntimeError_(
            None, "Sandbox.Timedout", "Task timed out after 3.00 seconds", unhandled=True
        ),
    ),
    (
        {"errorMessage": "Task timed out after 1.00 seconds"},
        RuntimeError_(None, None, "Task timed out after 1.00 seconds", unhandled=True),
    ),
]


@pytest.mark.parametrize(("payload", "error"), PLATFORM_PAYLOADS)
def test_a_payload_of_the_platform_names_no_language(
    payload: dict[str, str], error: RuntimeError_
) -> None:
    assert parse(json.dumps(payload)) == error


NOT_ERRORS = [
    "",
    f"START RequestId: {ID} Version: $LATEST",
    f"RequestId: {ID} Error: Runtime exited with error: signal: killed\nRuntime.ExitError",
    f"{TIME} {ID} Task timed out after 3.00 seconds",
    f"[INFO]\t{TIME}\t{ID}\tValueError: retrying",
    f"{TIME}\t{ID}\tERROR\tUncaught Exception",
    '{"level":"INFO","message":"ValueError: retrying"}',
    '{"message":{"name":"Ann","message":"hello"}}',
    '{"statusCode":200,"body":"{}"}',
    "[ERROR] cannot reach the shop",
    "Error: this is a sentence of an application",
    "please look at foo(bar) and at once",
]


@pytest.mark.parametrize("text", NOT_ERRORS)
def test_other_events_are_no_errors(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    "text",
    [
        f'[ERROR]\t{TIME}\t{ID}\t{{"errorType":"CardDeclined","errorMessage":"no funds"}}',
        f'{TIME}\t{ID}\tWARN\t{{"errorType":"CardDeclined","errorMessage":"no funds"}}',
        '{"statusCode":422,"errorType":"CardDeclined","errorMessage":"no funds"}',
    ],
)
def test_an_error_as_json_that_the_function_wrote_is_handled(text: str) -> None:
    error = parse(text)

    assert error is not None
    assert (error.error_type, error.unhandled) == ("CardDeclined", False)


def test_an_error_as_json_below_a_warning_is_data() -> None:
    text = f'[INFO]\t{TIME}\t{ID}\t{{"errorType":"CardDeclined","errorMessage":"no funds"}}'

    assert parse(text) is None
