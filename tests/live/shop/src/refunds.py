"""Pays back."""


def handler(event, context):
    return {"refunds": len(event["Records"])}
