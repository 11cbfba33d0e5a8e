"""Waits for a supplier that answers too late."""

import time

from lambda_platform import announced


@announced
def handler(event, context):
    print(f"asking the supplier for the prices of {event['id']}")
    time.sleep(30)
    return {"invoice": event["id"]}
