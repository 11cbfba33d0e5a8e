"""Takes its time with every customer."""

import time


def handler(event, context):
    time.sleep(1)
    return {"paid": True}
