/** Damaged files. `npm run fuzz` sends more of them. */
import { fileURLToPath } from 'node:url';
import type { Fault } from './lib/fault.ts';
import { attack, collect, describeDamage } from './lib/hostile.ts';
import { isAlive } from './lib/processes.ts';
import { startServer } from './lib/server.ts';

const FOLDERS = ['../fixtures', '../../../shared/data', '../../../shared/cases/files'].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);

export default {
  id: 'L3',
  title: 'files with random bytes, 8 at once',
  quick: true,
  async run({ long }) {
    const server = await startServer({ args: ['--workers', '2'] });
    try {
      const files = collect(FOLDERS);
      const seed = Date.now() % 1e6;
      const most = long ? 5000 : 2000;
      const damage = await attack(server, files, { seed, goesOn: (sent) => sent < most });
      const figures = `seed ${seed}, ${files.length} files, ${describeDamage(damage)}`;
      const alive = isAlive(server.pid) && (await fetch(`${server.url}/livez`)).ok;
      if (!alive || damage.wrong.length > 0) throw new Error([figures, ...damage.wrong].join('\n  '));
      return figures;
    } finally {
      await server.stop();
    }
  },
} satisfies Fault;
