/** Many thumbnails of large photos in a control group with 512 MiB. */
import { setTimeout as pause } from 'node:timers/promises';
import { makeControlGroup } from './lib/control-group.ts';
import type { Fault } from './lib/fault.ts';
import { photo } from './lib/photos.ts';
import { isAlive, until } from './lib/processes.ts';
import { startServer } from './lib/server.ts';
import { describe, unexpected, visit } from './lib/visitors.ts';

const MiB = 2 ** 20;

export default {
  id: 'L15',
  title: '38 thumbnails of 4K at once in 512 MiB',
  quick: false,
  async run() {
    const group = makeControlGroup(512 * MiB);
    const server = await startServer({ prefix: group.prefix });
    try {
      const body = await photo(3840, 2160);
      const question = { url: `${server.url}/process?ops=resize_400,f_webp`, body };
      const visits = [];
      for (let round = 0; round < 3; round++) {
        visits.push(...(await Promise.all(Array.from({ length: 38 }, () => visit(question)))));
        await pause(1000);
      }
      const { highest, killed } = group.read();
      const figures = `${describe(visits)}; ${(highest / MiB).toFixed(0)} MiB at most, ${killed} ended by the kernel`;
      if (killed > 0 || !isAlive(server.pid) || unexpected(visits, 200, 503).length > 0)
        throw new Error(figures);
      return figures;
    } finally {
      await server.stop();
      await until(() => remove(group), 5000, 'the control group is in use').catch(() => {});
    }
  },
} satisfies Fault;

function remove(group: { remove(): void }): boolean {
  try {
    group.remove();
    return true;
  } catch {
    return false;
  }
}
