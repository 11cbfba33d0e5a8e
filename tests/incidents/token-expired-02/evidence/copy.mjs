import { S3Client, CopyObjectCommand } from '@aws-sdk/client-s3';
import { STSClient, AssumeRoleCommand } from '@aws-sdk/client-sts';

const sts = new STSClient({});
const { Credentials: c } = await sts.send(new AssumeRoleCommand({
  RoleArn: process.env.PARTNER_ROLE, RoleSessionName: 'media', DurationSeconds: 3600 }));

// partner account
const s3 = new S3Client({ credentials: {
  accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken } });

export const copy = async (o) => {
  try {
    await s3.send(new CopyObjectCommand(o));
    return 200;
  } catch (err) {
    return err.$metadata?.httpStatusCode ?? 0;   // logged by the caller
  }
};
