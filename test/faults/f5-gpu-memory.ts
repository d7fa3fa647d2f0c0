/** A GPU without memory: its worker gets 192 MiB beside what it has when the device is open. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readiness } from './lib/backend.ts';
import { type Fault, NotRun } from './lib/fault.ts';
import { readMetric } from './lib/metrics.ts';
import { photo } from './lib/photos.ts';
import { isAlive } from './lib/processes.ts';
import { startServer } from './lib/server.ts';
import { describe, unexpected, visit } from './lib/visitors.ts';

const SHORT = fileURLToPath(new URL('lib/little-gpu-memory.js', import.meta.url));

export default {
  id: 'F5',
  title: 'chains on 50 megapixels on a GPU without memory',
  quick: true,
  async run() {
    if (!process.env.NOIR_TEST_GPU) throw new NotRun('there is no GPU, not even a software one');
    if (!existsSync('/usr/bin/prlimit')) throw new NotRun('it needs prlimit');
    const server = await startServer({
      args: ['--workers', '1', '--deadline', '60', '--ops', SHORT],
      env: { NOIR_GPU: 'software' },
    });
    try {
      const chain = { url: `${server.url}/process?ops=median_3,f_jpeg`, body: await photo(8160, 6120) };
      const small = { url: `${server.url}/process?ops=median_3,f_png`, body: await photo(64, 48) };
      const visits = [];
      for (let round = 0; round < 4; round++) visits.push(await visit(chain), await visit(small));
      const deaths = await readMetric(server.url, 'noir_worker_deaths_total');
      const failures = await readMetric(server.url, 'noir_backend_failures_total');
      const figures = `${describe(visits)}; ${deaths} deaths of its worker, ${failures} failures reported, then /readyz ${await readiness(server)}`;
      // The same picture ends no more workers than the breaker lets it have.
      const wrong = unexpected(visits, 200).length > 0 || deaths > 4 || !isAlive(server.pid);
      if (wrong) throw new Error(figures);
      if (deaths + failures === 0) throw new Error(`the GPU had memory enough: ${figures}`);
      return figures;
    } finally {
      await server.stop();
    }
  },
} satisfies Fault;
