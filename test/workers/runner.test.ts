import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Image } from '../../src/core/image.ts';
import { type Answer, type Body, type Done, expectDone, makeJob, type Source } from '../../src/engine/job.ts';
import { createApp } from '../../src/http/app.ts';
import { createNoir, type Noir } from '../../src/noir.ts';
import { deathSignal } from '../../src/workers/death-signal.ts';
import type { WorkerRunner } from '../../src/workers/runner.ts';

/**
 * The built library where the whole suite runs, which has just built it: its workers start in a seventh of the processor time.
 * The workers of `front.ts` always run the sources.
 */
const LIBRARY = process.env.NOIR_TEST_BUILT ? '../../dist/index.js' : '../../src/index.ts';
const { createNoir: createTested }: { createNoir: typeof createNoir } = await import(LIBRARY);

/** Processes start slowly on a busy machine. */
const PATIENCE = 300_000;

const noise: Image = {
  width: 64,
  height: 48,
  channels: 3,
  type: 'u8',
  space: 'srgb',
  data: Uint8Array.from({ length: 64 * 48 * 3 }, (_, index) => (index * 2654435761) >>> 24),
};

describe('a Noir with worker processes', () => {
  let workers: Noir;
  let here: Noir;
  const failures: string[] = [];

  beforeAll(async () => {
    const onFailure = (who: string, error: unknown) => failures.push(`${who}: ${error}`);
    workers = await createTested({ gpu: 'off', isolation: 'process', workers: 2, onFailure });
    here = await createNoir({ gpu: 'off' });
  }, PATIENCE);

  afterAll(() => Promise.all([workers?.close(), here?.close()]));

  const pids = () => (workers.runner as WorkerRunner).pids;

  it('gives the bytes that the engine of this process gives, and says the same way', async () => {
    for (const make of [
      (noir: Noir) => noir(noise).resize(20).png(),
      (noir: Noir) => noir(noise).median(3).blur(2).webp(),
      (noir: Noir) => noir(noise).stats(),
    ]) {
      const [there, inside] = [await make(workers).run(), await make(here).run()];
      expect(Buffer.compare(there.data, inside.data)).toBe(0);
      expect(there.way).toBe(inside.way);
    }
    // Large enough for lanes, both ways; several at once, so that a lane is taken sometimes.
    const large = {
      ...noise,
      width: 640,
      height: 480,
      data: new Uint8Array(640 * 480 * 3).map((_, at) => at),
    };
    const images = await Promise.all([1, 2, 3, 4].map(() => workers(large).linear(1.5).toImage()));
    const expected = await here(large).linear(1.5).toImage();
    for (const { data } of images) {
      expect(Buffer.compare(data as Uint8Array, expected.data as Uint8Array)).toBe(0);
    }
    const image = await workers(noise).cast('f32').toImage();
    expect(image.data).toEqual((await here(noise).cast('f32').toImage()).data);
  });

  it('gives the JPEGs that the engine of this process gives, which leaves them to libvips', async () => {
    const colors = sharp(noise.data as Uint8Array, { raw: { width: 64, height: 48, channels: 3 } }).resize(
      201,
      119,
    );
    const files = await Promise.all([
      colors.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer(),
      colors.clone().greyscale().jpeg().toBuffer(),
      colors.clone().png().toBuffer(),
      colors.clone().ensureAlpha(0.4).webp().toBuffer(),
    ]);
    const recipes = [
      ...['f_jpeg', 'f_jpeg_chromaSubsampling=4:4:4,q_100', 'f_jpeg_progressive=true', 'greyscale,f_jpeg'],
      ...['resize_33_21,f_jpeg', 'resize_40,extract_3_2_21_17,f_jpeg', 'blur_2,f_jpeg_optimiseCoding=false'],
      ...['rotate_90,f_jpeg,keep_all', 'flatten,resize_29,f_jpeg'],
    ].map((ops) => workers.recipes.parseOps(ops));
    const jobs = files.flatMap((file) =>
      recipes.map((recipe) => makeJob({ input: { kind: 'bytes', bytes: file }, recipe })),
    );
    // All at once, so that jobs take turns.
    const answers = await Promise.all(jobs.map((job) => workers.runner.run(job)));
    for (const [at, job] of jobs.entries()) {
      const [made, wanted] = [answers[at], await here.runner.run(job)].map((each) =>
        expectDone(each as Answer),
      );
      expect(made?.way).toBe(wanted?.way);
      const [got, expected] = [made, wanted].map((done) => done?.outputs[0].data as Uint8Array);
      expect(Buffer.compare(got as Uint8Array, expected as Uint8Array), `job ${at}`).toBe(0);
    }
  });

  it('reads no file that has taken the place of the one with the stamp', async () => {
    const path = fileURLToPath(new URL('../fixtures/pngsuite/basn2c08.png', import.meta.url));
    const recipe = workers.recipes.parseOps('f_png');
    const file = { kind: 'file', path, length: 145 } as const;
    const run = (input: Source) => workers.runner.run(makeJob({ input, recipe }));
    expect(await run(file)).toMatchObject({ kind: 'done' });
    expect(await run({ ...file, stamp: 'another' })).toMatchObject({ problem: { code: 'not-found' } });
  });

  it.runIf(existsSync('/dev/shm'))(
    'reads a picture from where it arrived, also when the first worker dies',
    async () => {
      const jpeg = await here({ ...noise, width: 8, height: 1, data: noise.data.slice(0, 24) })
        .resize(1000, 900, { fit: 'fill' })
        .jpeg({ quality: 100 })
        .toBuffer();
      const recipe = workers.recipes.parseOps('resize_100,median_3,f_png');
      const expected = await here.runner.run(makeJob({ input: { kind: 'bytes', bytes: jpeg }, recipe }));
      for (const killed of [[], pids().slice(0, 2)]) {
        const body = workers.runner.openBody?.() as Body;
        for (let at = 0; at < jpeg.length; at += 10_000) body.write(jpeg.subarray(at, at + 10_000));
        const input = body.source();
        expect(input.kind).toBe('file');
        const answer = workers.runner.run(makeJob({ input, recipe }));
        for (const pid of killed) process.kill(pid, 'SIGKILL');
        const [made, wanted] = [await answer, expected].map((each) => (each as Done).outputs[0].data);
        expect(Buffer.compare(made as Uint8Array, wanted as Uint8Array)).toBe(0);
        body.close(true);
      }
    },
  );

  it('passes on how far a job has come', async () => {
    const parts: number[] = [];
    await workers(noise)
      .median(3)
      .png()
      .toBuffer({ onProgress: ({ done }) => parts.push(done) });
    expect(parts.length).toBeGreaterThan(0);
    expect(parts.at(-1)).toBe(1);
  });

  it('passes on whose fault an error is', async () => {
    const unknown = workers(Buffer.from('no picture')).toBuffer();
    await expect(unknown).rejects.toMatchObject({ code: 'unsupported-format', fault: 'client' });
  });

  it.skipIf(process.platform !== 'linux')(
    'has workers that the system ends before this process',
    async () => {
      const scoreOf = (pid: number) => Number(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8'));
      const expected = Math.min(1000, scoreOf(process.pid) + 300);
      // The spare may still be on its start.
      await expect
        .poll(() => pids().every((pid) => scoreOf(pid) === expected), { timeout: PATIENCE })
        .toBe(true);
    },
  );

  it(
    'loses no job to workers that died idle',
    async () => {
      for (const pid of pids()) process.kill(pid, 'SIGKILL');
      const results = await Promise.all([1, 2, 3, 4].map(() => workers(noise).resize(9).png().run()));
      expect(results.map(({ failedOver }) => failedOver)).toEqual([false, false, false, false]);
      expect(workers.runner.status().usage.deaths).toBeGreaterThan(0);
      expect(failures.join()).toMatch(/worker: Error: process \d+ ended with SIGKILL, with \d/);
    },
    PATIENCE,
  );

  it(
    'goes on when the system starts no process for a while',
    async () => {
      // No system starts a program with so long a variable. Node throws that error, as it does when memory is short.
      process.env.LC_TEST = 'x'.repeat(2 ** 22);
      onTestFinished(() => {
        delete process.env.LC_TEST;
      });
      for (const pid of pids()) process.kill(pid, 'SIGKILL');
      await expect
        .poll(() => failures.join(), { timeout: PATIENCE })
        .toMatch(/worker: Error: a process could not be started: spawn E2BIG/);
      // After a few of them it refuses jobs, which would wait until their deadline, and goes on trying.
      const isOut = () => workers.runner.status().isOut;
      await expect.poll(isOut, { timeout: PATIENCE }).toBe(true);
      await expect(workers(noise).resize(9).toBuffer()).rejects.toMatchObject({ code: 'resource-exhausted' });
      expect((await createApp(workers).request('/readyz')).status).toBe(503);
      delete process.env.LC_TEST;
      await expect.poll(isOut, { timeout: PATIENCE }).toBe(false);
      expect((await workers(noise).resize(9).png().run()).failedOver).toBe(false);
    },
    PATIENCE,
  );

  it('answers a caller that leaves at once, and has nothing left of the job', async () => {
    const controller = new AbortController();
    const work = workers(noise).blur(3).toBuffer({ signal: controller.signal });
    controller.abort();
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => workers.runner.status().running, { timeout: PATIENCE }).toBe(0);
  });

  it('takes no functions as ops, because they cannot be sent', async () => {
    const ops = [{ name: 'mine' }] as never;
    await expect(createNoir({ isolation: 'process', ops })).rejects.toThrow('use opsModule');
  });

  it(
    'refuses to open with settings that no worker can open with',
    async () => {
      const open = createTested({ gpu: 'off', backends: ['gpu'], isolation: 'process' });
      await expect(open).rejects.toThrow();
    },
    PATIENCE,
  );
});

it(
  'survives workers that die, and leaves none behind when it is killed itself',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'noir-workers-'));
    const front = spawn(process.execPath, ['--import', 'tsx', 'test/workers/front.ts'], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: { ...process.env, NOIR_CACHE: folder, SECRET_OF_TESTS: 'a key' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => {
      front.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    });
    const said = await new Promise((resolve) => front.stdout.once('data', resolve));
    const { results, pids } = JSON.parse(String(said)) as { results: unknown; pids: number[] };
    const lost = 'worker-lost';
    const cause = expect.stringMatching(
      /ended 2 workers before; it is refused for \d+ s; SHA-256 .*: \w{64}/,
    );
    const refused = { code: lost, retryAfter: expect.any(Number), cause };
    expect(results).toEqual({
      // The job is tried once more, elsewhere.
      crashOnce: { failedOver: true, way: expect.stringContaining('cpu(crashOnce)') },
      // A job that ends two workers is given up, and its input is refused from then on, for ten minutes.
      crash: { first: lost, second: refused, untouched: true, other: 'done' },
      // A job that was in the same worker is no cause.
      beside: [lost, 'done'],
      // A job that never ends is answered at its deadline; its worker ends, and another one takes its place.
      hang: { hung: 'deadline', next: 'done' },
      // Secrets of the environment stay in the front.
      tell: { white: false },
    });
    expect(
      (results as { crash: { second: { retryAfter: number } } }).crash.second.retryAfter,
    ).toBeGreaterThan(1);
    expect(pids.length).toBeGreaterThan(0);
    // One that is stopped cannot notice that the front is gone; the kernel ends it.
    if (deathSignal().length > 0) process.kill(pids[0] as number, 'SIGSTOP');
    front.kill('SIGKILL');
    await expect.poll(() => pids.filter(isAlive), { timeout: PATIENCE }).toEqual([]);
  },
  PATIENCE,
);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
