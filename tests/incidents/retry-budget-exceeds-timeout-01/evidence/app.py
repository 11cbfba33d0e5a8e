import os
import boto3

rek = boto3.client("rekognition")          # default configuration
BUCKET = os.environ["BUCKET"]


def handler(event, context):
    print("describe media", event["id"])
    labels = rek.detect_labels(
        Image={"S3Object": {"Bucket": BUCKET, "Name": event["key"]}}, MaxLabels=11)
    return [x["Name"] for x in labels["Labels"]]
