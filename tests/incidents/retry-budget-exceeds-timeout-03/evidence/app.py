import boto3, json, os

lam = boto3.client("lambda")   # defaults

def handler(event, context):
    log.info("invoke pricing-core")
    r = lam.invoke(FunctionName=os.environ["PRICING_FN"], Payload=json.dumps(event).encode())
    log.info("pricing-core answered %s", r["StatusCode"])
    return json.load(r["Payload"])
