/**
 * Asks an address again and again over some connections, as pages that follow a campaign do, each with the ETag of its
 * last answer. Arguments: the address, a bearer token, milliseconds. Prints `{"answers": …, "bodies": …}`.
 */
import { Agent, get } from 'node:http';

const [url = '', token = '', lasting = '1000'] = process.argv.slice(2);
const CONNECTIONS = 8;
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const until = performance.now() + Number(lasting);
const seen = { answers: 0, bodies: 0 };

/** @returns {Promise<string | undefined>} the answer's ETag. */
function ask(etag) {
  const headers = { authorization: `Bearer ${token}`, ...(etag && { 'if-none-match': etag }) };
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      if (response.statusCode !== 200 && response.statusCode !== 304) {
        reject(new Error(`answered ${response.statusCode}`));
      }
      seen.answers += 1;
      if (response.statusCode === 200) seen.bodies += 1;
      response.resume().on('end', () => resolve(response.headers.etag));
    }).on('error', reject);
  });
}

async function page() {
  let etag;
  while (performance.now() < until) etag = await ask(etag);
}

await Promise.all(Array.from({ length: CONNECTIONS }, page));
agent.destroy();
process.stdout.write(JSON.stringify(seen));
