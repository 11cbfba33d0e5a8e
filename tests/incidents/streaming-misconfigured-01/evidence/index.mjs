export const handler = awslambda.streamifyResponse(async (event, stream) => {
  stream.write(head()); console.log('first chunk written');
  for await (const row of rows(event)) stream.write(row);
  stream.end();
});
