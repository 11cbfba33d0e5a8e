export const handler = async () => { console.log('hello'); return 'ok'; };
