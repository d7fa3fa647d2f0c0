/** Asks a server which backend works, and how it is. */
import sharp from 'sharp';
import type { FaultServer } from './server.ts';

/** The backend that did a small median, and its milliseconds. Throws when there is no answer. */
export async function askBackend({ url }: FaultServer): Promise<[string, number]> {
  const create = { width: 64, height: 48, channels: 3, background: 'teal' } as const;
  const body = new Uint8Array(await sharp({ create }).png().toBuffer());
  const begun = performance.now();
  const response = await fetch(`${url}/process?ops=median_3,f_png`, { method: 'POST', body });
  if (!response.ok) throw new Error(`a good request got ${response.status}: ${await response.text()}`);
  const { data } = await sharp(Buffer.from(await response.arrayBuffer()))
    .raw()
    .toBuffer({ resolveWithObject: true });
  // Teal is #008080.
  if (!data.every((level, at) => level === (at % 3 === 0 ? 0 : 128))) throw new Error('the picture is wrong');
  return [response.headers.get('X-Noir-Backend') ?? '', performance.now() - begun];
}

/** Whether no job runs or waits. */
export async function isIdle({ url }: FaultServer): Promise<boolean> {
  const health = (await (await fetch(`${url}/health?verbose`)).json()) as Record<string, number>;
  return health.running === 0 && health.waiting === 0;
}

/** The word of `/readyz`: `ok` or `degraded`. Throws when it is not ready. */
export async function readiness({ url }: FaultServer): Promise<string> {
  const response = await fetch(`${url}/readyz`);
  if (response.status !== 200) throw new Error(`/readyz answers ${response.status}`);
  return ((await response.json()) as { status: string }).status;
}
