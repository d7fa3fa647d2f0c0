/** A Noir that fetches pictures from the address that is its argument, which may be a private one. */
import { createApp, serve, web } from '../../../dist/http/index.js';
import { createNoir } from '../../../dist/index.js';

const base = process.argv[2];
const noir = await createNoir({ isolation: 'process', workers: 1 });
const source = web({ base, allowAddresses: ['127.0.0.0/8'] });
const app = createApp(noir, { sources: { '': source } });
const { url } = await serve(app, { port: 0, hostname: '127.0.0.1' });
console.log(`listening on ${url}`);
