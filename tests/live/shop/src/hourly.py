"""Counts what was sold."""


def handler(event, context):
    return {"counted": event["time"]}
