import json, os, pathlib, urllib.request

TABLE_PATH = pathlib.Path("/tmp/tariffs.json")
if not TABLE_PATH.exists():
    with urllib.request.urlopen(os.environ["TABLE_URL"], timeout=2) as r:
        TABLE_PATH.write_bytes(r.read())


def handler(event, context):
    table = json.loads(TABLE_PATH.read_text())
    return table[event["code"]]
