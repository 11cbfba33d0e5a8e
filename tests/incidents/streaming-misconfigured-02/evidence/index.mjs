export const handler = async (e) => ({ statusCode: 200, headers: { 'content-type': 'text/plain' }, body: await ask(e) });
