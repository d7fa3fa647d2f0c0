/** Machines without a GPU, with a wrong driver, or with a software one alone. */
import type { Fault } from './lib/fault.ts';
import { startServer } from './lib/server.ts';

const MACHINES: Readonly<Record<string, Record<string, string>>> = {
  'no driver': { NOIR_GPU: 'auto', VK_DRIVER_FILES: '/nowhere.json', VK_ICD_FILENAMES: '/nowhere.json' },
  'no driver, and a software one asked for': {
    ...{ NOIR_GPU: 'software', VK_DRIVER_FILES: '/nowhere.json', VK_ICD_FILENAMES: '/nowhere.json' },
  },
  'a driver that is none': {
    ...{ NOIR_GPU: 'auto', VK_DRIVER_FILES: import.meta.filename, VK_ICD_FILENAMES: import.meta.filename },
  },
  'a software driver alone': { NOIR_GPU: 'auto' },
};

export default {
  id: 'F7',
  title: 'no GPU at the start',
  quick: true,
  async run() {
    const figures: string[] = [];
    for (const [machine, env] of Object.entries(MACHINES)) {
      for (const args of [
        ['--isolation', 'none'],
        ['--workers', '1'],
      ]) {
        const server = await startServer({ args, env });
        const response = await fetch(`${server.url}/readyz`);
        await server.stop();
        if (response.status !== 200) throw new Error(`${machine}: /readyz answers ${response.status}`);
        const line = server.lines.find((each) => each.includes('runs on'));
        if (!line?.includes('no gpu')) throw new Error(`${machine}: ${server.lines.join(' | ')}`);
      }
      figures.push(machine);
    }
    return `started on the CPU and said so in one line, with and without workers: ${figures.join(', ')}`;
  },
} satisfies Fault;
