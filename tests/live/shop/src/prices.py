"""Answers."""


def handler(event, context):
    return {"price": 12}
