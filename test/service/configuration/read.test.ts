import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { ConfigurationError } from '../../../src/service/configuration/mistakes.ts';
import { type Places, readConfiguration } from '../../../src/service/configuration/read.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'noir-configuration-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const MiB = 2 ** 20;

function write(values: unknown, name = 'noir.config.json'): string {
  const path = join(folder, name);
  writeFileSync(path, typeof values === 'string' ? values : JSON.stringify(values));
  return path;
}

/** Reads with nothing but what is given. */
function read(places: Places = {}) {
  return readConfiguration({ env: {}, folder: join(folder, 'nowhere'), ...places });
}

function mistakesOf(places: Places): readonly string[] {
  try {
    read(places);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('readConfiguration', () => {
  it('has a default for everything that needs one', () => {
    const { values, held } = read();
    expect(values).toMatchObject({
      ...{ port: 8080, socket: undefined, backends: ['gpu', 'cpu', 'sharp'], deadline: 10_000 },
      ...{ cache: { memory: 64 * MiB, disk: 1024 * MiB }, times: { headers: 10_000, drain: 14_000 } },
      limits: { bodyBytes: DEFAULT_LIMITS.bodyBytes, pixels: DEFAULT_LIMITS.pixels },
    });
    expect(held.filter(({ from }) => from !== undefined)).toEqual([]);
  });

  it('takes the file, over that the environment, over that the flags', () => {
    write({ port: 1, deadline: '20s', keepAlive: 30, limits: { side: 100, pixels: '2MP' }, gpu: 'off' });
    const { values, held } = read({
      folder,
      env: { PORT: '2', NOIR_DEADLINE: '1min', NOIR_LIMITS_SIDE: '200' },
      flags: { port: '3', limit: ['side=300', 'side=400'] },
    });
    expect(values).toMatchObject({ port: 3, deadline: 60_000, keepAlive: 30_000, gpu: 'off' });
    expect(values.limits).toMatchObject({ side: 400, pixels: 2e6, steps: 64 });
    const from = Object.fromEntries(held.map((one) => [one.path.join('.'), one.from]));
    expect(from).toMatchObject({
      ...{ port: '--port', deadline: 'NOIR_DEADLINE', keepAlive: 'noir.config.json' },
      ...{ 'limits.side': '--limit side', 'limits.pixels': 'noir.config.json', 'limits.steps': undefined },
    });
  });

  it('takes the file that a flag or a variable names', () => {
    const path = write({ port: 5 }, 'other.json');
    expect(read({ flags: { config: path } }).values.port).toBe(5);
    expect(read({ env: { NOIR_CONFIG: path } }).values.port).toBe(5);
    expect(mistakesOf({ flags: { config: 'no.json' } })).toEqual(['no.json: there is no such file']);
  });

  it.each<[Readonly<Record<string, unknown>>, object]>([
    [{ cache: '64' }, { cache: { memory: 64 * MiB } }],
    [{ cache: '1GiB' }, { cache: { memory: 1024 * MiB } }],
    [{ cache: '1.5 MB' }, { cache: { memory: 1.5e6 } }],
    [{ leastRate: '32' }, { leastRate: 32 * 1024 }],
    [{ leastRate: '32kB' }, { leastRate: 32_000 }],
    [{ deadline: '1500ms' }, { deadline: 1500 }],
    [{ shutdownDelay: '0' }, { shutdownDelay: 0 }],
    [{ time: ['headers=0.5', 'drain=1min'] }, { times: { headers: 500, drain: 60_000 } }],
    [{ limit: ['pixels=4e8'] }, { limits: { pixels: 4e8 } }],
    [{ limit: ['bodyBytes=1000'] }, { limits: { bodyBytes: 1000 } }],
    [{ behindProxy: true }, { behindProxy: true }],
    [{ sizes: '320, 640' }, { sizes: [320, 640] }],
  ])('reads %j as people mean it', (flags, values) => {
    expect(read({ flags }).values).toMatchObject(values);
  });

  it('takes lists and records in each place as one writes them there', () => {
    write({
      sources: { photos: './p', '': './q' },
      presets: { thumb: 'w_3,q_75' },
      sizes: [320, '640'],
      behindProxy: true,
    });
    expect(read({ folder }).values).toMatchObject({
      ...{
        sources: ['photos=./p', './q'],
        presets: ['thumb=w_3,q_75'],
        sizes: [320, 640],
        behindProxy: true,
      },
    });
    const env = {
      NOIR_SOURCE: './a\nb=./c\n',
      NOIR_API_KEYS: ' one, two ',
      NOIR_ORIGINS: '*',
      NOIR_BACKENDS: 'sharp, cpu',
      NOIR_BEHIND_PROXY: 'yes',
    };
    expect(read({ env }).values).toMatchObject({
      ...{ sources: ['./a', 'b=./c'], apiKeys: ['one', 'two'], origins: ['*'], backends: ['sharp', 'cpu'] },
      behindProxy: true,
    });
    expect(read({ env, flags: { behindProxy: false } }).values.behindProxy).toBe(false);
  });

  it('takes an empty variable for one that is not set', () => {
    expect(read({ env: { PORT: '', NOIR_GPU: '', NOIR_REDIS: '' } }).held.every(({ from }) => !from)).toBe(
      true,
    );
  });
});

describe('mistakes in the configuration', () => {
  it('are all told at once, each with its place and the nearest right word', () => {
    write({ prot: 1, limits: { sied: 5 }, times: 3, gpu: 'softwear', $schema: './noir.schema.json' });
    expect(
      mistakesOf({ folder, env: { NOIR_BACKEND: 'cpu', PORT: '80x' }, flags: { time: ['write=3'] } }),
    ).toEqual([
      'noir.config.json: there is no setting prot; did you mean port?',
      'noir.config.json: there is no setting limits.sied; did you mean side?',
      'noir.config.json: times takes an object, not 3',
      'NOIR_BACKEND is no setting; did you mean NOIR_BACKENDS?',
      '--time: there is no time write; did you mean rate?',
      'PORT takes a whole number from 0 to 65535, not "80x"',
      'noir.config.json: gpu takes auto, software or off, not "softwear"; did you mean software?',
    ]);
  });

  it.each<[Places, string]>([
    [{ flags: { port: '65536' } }, '--port takes a whole number from 0 to 65535, not "65536"'],
    [{ flags: { port: '1.5' } }, '--port takes a whole number from 0 to 65535, not "1.5"'],
    [{ flags: { workers: '0' } }, '--workers takes a whole number from 1 to 256, not "0"'],
    [{ flags: { deadline: '10 parsecs' } }, '--deadline takes a time from 1s to 24h, not "10 parsecs"'],
    [{ flags: { deadline: '-1' } }, '--deadline takes a time from 1s to 24h, not "-1"'],
    [{ flags: { limit: ['side=x'] } }, '--limit side takes a whole number above 0, not "x"'],
    [{ flags: { limit: ['side'] } }, '--limit side takes a whole number above 0, not ""'],
    [
      { env: { NOIR_BACKENDS: 'gpu,' } },
      'NOIR_BACKENDS takes a list of gpu, cpu and sharp, such as gpu,cpu,sharp, not "gpu,"',
    ],
    [{ flags: { preset: ['thumb'] } }, '--preset takes name=ops, such as thumb=w_300,f_auto, not "thumb"'],
    [
      { env: { NOIR_BACKENDS: 'cpu,shrap' } },
      'NOIR_BACKENDS takes a list of gpu, cpu and sharp, such as gpu,cpu,sharp, not "cpu,shrap"; did you mean sharp?',
    ],
    [
      { flags: { adapter: ['ipx', 'imgpoxy=/i'] } },
      '--adapter takes ipx, imgproxy, cloudflare or next, with a path if it is to have another one, such as ipx=/images, not "imgpoxy=/i"; did you mean imgproxy?',
    ],
  ])('of %j are said', (places, said) => {
    expect(mistakesOf(places)).toEqual([said]);
  });

  it('never repeat a secret', () => {
    const path = write(
      { apiKeys: [{ secret: 'hush' }], cache: { redis: { password: 'hush' } } },
      'secret.json',
    );
    const mistakes = mistakesOf({ flags: { config: path } });
    expect(mistakes).toHaveLength(2);
    expect(mistakes.join()).not.toContain('hush');
  });

  it('in the file itself are told', () => {
    const path = write('{ "port": 1, }', 'broken.json');
    expect(mistakesOf({ flags: { config: path } })).toEqual([
      expect.stringMatching(/broken\.json is not JSON: /),
    ]);
    const list = write([], 'list.json');
    expect(mistakesOf({ flags: { config: list } })[0]).toMatch(/takes an object/);
  });

  it('are not the variables that Kubernetes makes for a service called noir', () => {
    const env = {
      NOIR_PORT: 'tcp://10.0.0.1:80',
      NOIR_PORT_80_TCP_ADDR: '10.0.0.1',
      NOIR_SERVICE_HOST: '10.0.0.1',
      NOIR_SERVICE_PORT_HTTP: '80',
      NOIR_REDIS_SERVICE_HOST: '10.0.0.2',
      NOIR_TEST_SEED: '1',
    };
    expect(mistakesOf({ env })).toEqual([]);
  });
});
