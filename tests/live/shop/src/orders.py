"""Reads an order, which its role does not allow."""

import os

from botocore.session import get_session

TABLE = get_session().create_client("dynamodb")


def handler(event, context):
    found = TABLE.get_item(TableName=os.environ["TABLE"], Key={"id": {"S": event["id"]}})
    return {"order": found.get("Item")}
