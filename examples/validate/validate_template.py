"""Hook of a coding agent: validates the file that was just changed, if it is a template.

Reads the hook's JSON from standard input (`tool_input.file_path`, or `path`), so that no jq is
needed. Exits with 2 and the errors on standard error, which is what the agent gets to read; with 0
for a right template, for warnings, and for any other file; with 1 where it could not be validated.
"""

import json
import subprocess
import sys

COMMAND = ["lambda-triage", "validate", "--if-template"]
TIME_LIMIT_S = 50  # below the hook's own


def main() -> int:
    try:
        told = json.load(sys.stdin)
    except ValueError:
        print("validate_template: standard input is not JSON", file=sys.stderr)
        return 1
    given = told.get("tool_input") if isinstance(told, dict) else None
    given = given if isinstance(given, dict) else {}
    path = given.get("file_path") or given.get("path")
    if not isinstance(path, str):
        return 0
    try:
        done = subprocess.run(
            [*COMMAND, "--", path],
            capture_output=True,
            text=True,
            timeout=TIME_LIMIT_S,
            check=False,
        )
    except FileNotFoundError:
        print("validate_template: pip install 'lambda-triage[validate]' first", file=sys.stderr)
        return 1
    except subprocess.TimeoutExpired:
        print(f"validate_template: no answer within {TIME_LIMIT_S} s", file=sys.stderr)
        return 1
    print(done.stdout, end="", file=sys.stderr)
    print(done.stderr, end="", file=sys.stderr)
    notes = [n for n in done.stdout.splitlines() if n.startswith("note: cfn-lint")]
    if done.returncode == 0 and notes:  # the person at the keyboard should know
        print(json.dumps({"systemMessage": "; ".join(notes)}))
    return {0: 0, 1: 2}.get(done.returncode, 1)


if __name__ == "__main__":
    sys.exit(main())
