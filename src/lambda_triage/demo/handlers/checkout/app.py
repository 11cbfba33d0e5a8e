"""Takes an order's payment; the payment service decides how long that is."""

import http.client
import json
import logging
import os
import time
from urllib.parse import urlsplit

log = logging.getLogger()
log.setLevel(logging.INFO)

PAYMENTS = urlsplit(os.environ["PAYMENTS_URL"])


def handler(event, context):
    order, amount = event["order"], event["amount"]
    log.info("checkout of order %s: %d items, %.2f EUR", order, event["items"], amount)
    log.info("calling payments: charge %.2f EUR for order %s", amount, order)
    began = time.monotonic()
    connection = http.client.HTTPConnection(PAYMENTS.hostname, PAYMENTS.port)
    connection.request("POST", "/v1/charges", json.dumps({"order": order, "amount": amount}))
    answer = connection.getresponse()
    charge = json.loads(answer.read())
    log.info("payments answered %d after %d ms", answer.status, (time.monotonic() - began) * 1000)
    return {"order": order, "charge": charge["id"]}
