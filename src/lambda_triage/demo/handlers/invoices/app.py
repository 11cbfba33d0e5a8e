"""Reads and stores invoices."""

import json
import logging

from store import Table

log = logging.getLogger()
log.setLevel(logging.INFO)

TABLE = Table("invoices", readable={"2026-0007": "119.00", "2026-0008": "84.50"})


def handler(event, context):
    number = event["invoice"]
    if event["method"] == "GET":
        item = TABLE.get_item(number)
        log.info("read invoice %s", number)
        return {"statusCode": 200, "body": json.dumps(item)}
    log.info("storing invoice %s for customer %s", number, event["customer"])
    TABLE.put_item({"invoice": number, "total": event["total"]})
    return {"statusCode": 201}
