"""Needs a sender that nobody has set."""

import os


def handler(event, context):
    return {"from": os.environ["SENDER_ADDRESS"]}
