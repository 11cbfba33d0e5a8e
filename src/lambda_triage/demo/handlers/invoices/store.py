# Stands in for the DynamoDB client: it answers as the service does for a role that may read the
# table and may not write to it. The message follows the grammar of the IAM User Guide.

PRINCIPAL = "arn:aws:sts::123456789012:assumed-role/invoices-role/invoices"
TABLE_ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table"


class ClientError(Exception):
    def __init__(self, code, message, operation):
        text = f"An error occurred ({code}) when calling the {operation} operation: {message}"
        super().__init__(text)


class Table:
    def __init__(self, name, readable):
        self.name = name
        self.items = readable

    def get_item(self, number):
        return {"invoice": number, "total": self.items.get(number)}

    def put_item(self, item):
        action = "dynamodb:PutItem"
        raise ClientError(
            "AccessDeniedException",
            f"User: {PRINCIPAL} is not authorized to perform: {action}"
            f" on resource: {TABLE_ARN}/{self.name}"
            f" because no identity-based policy allows the {action} action",
            "PutItem",
        )
