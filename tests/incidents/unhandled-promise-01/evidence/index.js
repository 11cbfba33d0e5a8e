const { SNSClient, PublishCommand } = require('@aws-sdk/client-sns');
const sns = new SNSClient({});
exports.handler = async (event) => {
  const user = JSON.parse(event.body).user;
  console.log('signup user=' + user);
  sns.send(new PublishCommand({ TopicArn: process.env.TOPIC, Message: user }))
    .then(() => console.log('published welcome event for user=' + user))
    .catch((e) => console.error('publish failed user=' + user + ': ' + e));
  console.log('accepted 202 user=' + user);
  return { statusCode: 202, body: '' };
};
