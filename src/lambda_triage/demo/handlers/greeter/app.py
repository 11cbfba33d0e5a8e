"""Greets; nothing is wrong with it."""

import logging

log = logging.getLogger()
log.setLevel(logging.INFO)


def handler(event, context):
    log.info("greeting %s", event["name"])
    return {"greeting": f"Hello, {event['name']}!"}
