import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';

export const ddb = new DynamoDBClient({
  maxAttempts: 4,
  requestHandler: new NodeHttpHandler({ connectionTimeout: 1000, requestTimeout: 6000 }),
});
