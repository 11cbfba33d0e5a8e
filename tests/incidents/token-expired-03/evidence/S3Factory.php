<?php
// src/Export/S3Factory.php
final class S3Factory
{
    private static ?S3Client $client = null;

    public static function get(): S3Client
    {
        if (self::$client === null) {
            $sts = new StsClient(['region' => 'eu-west-1', 'version' => 'latest']);
            $c = $sts->assumeRole(['RoleArn' => getenv('EXPORT_ROLE'), 'RoleSessionName' => 'export'])['Credentials'];
            self::$client = new S3Client(['region' => 'eu-west-1', 'version' => 'latest',
                'credentials' => ['key' => $c['AccessKeyId'], 'secret' => $c['SecretAccessKey'], 'token' => $c['SessionToken']]]);
        }
        return self::$client;
    }
}
