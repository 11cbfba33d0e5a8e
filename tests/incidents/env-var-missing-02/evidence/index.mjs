import https from 'node:https';
const host = process.env.RISK_API_HOST;
export const handler = async (event) => get(`https://${host}/v1/score/${event.customer}`);
function get(u) { return new Promise((ok, no) => https.get(u, r => { let b=''; r.on('data', d => b += d); r.on('end', () => ok(JSON.parse(b))); }).on('error', no)); }
