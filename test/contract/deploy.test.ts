/**
 * What runs the server elsewhere. There are no images here: the Dockerfile is parsed and its build is run in a folder, and the
 * settings of all are read as the server would.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { readConfiguration } from '../../src/service/configuration/read.ts';

const read = (name: string) => readFileSync(`deploy/${name}`, 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'noir-deploy-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The settings of a place, with nothing else. Throws for those that are wrong. */
function settingsOf(env: NodeJS.ProcessEnv, flags = {}) {
  return readConfiguration({ env, flags, folder }).values;
}

/** Whether a program is there. */
const has = (command: string) => spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;

describe('the Dockerfile', () => {
  const dockerfile = DockerfileParser.parse(read('Dockerfile'));
  const instructions = dockerfile.getInstructions().map((one) => {
    return { keyword: one.getKeyword(), text: one.getRawArgumentsContent() ?? '' };
  });
  const textsOf = (keyword: string) =>
    instructions.filter((one) => one.keyword === keyword).map(({ text }) => text);

  it('has known instructions alone, two stages, and a user who is not root', () => {
    const known = 'FROM WORKDIR COPY RUN ENV USER EXPOSE HEALTHCHECK ENTRYPOINT CMD'.split(' ');
    expect(instructions.filter(({ keyword }) => !known.includes(keyword))).toEqual([]);
    expect(textsOf('FROM')).toHaveLength(2);
    expect(textsOf('USER')).toEqual(['node']);
    expect(JSON.parse(textsOf('ENTRYPOINT')[0] ?? '')).toEqual(['noir']);
  });

  /** What is copied out of the checkout, in the order of the file: paths there, and the place in the image. */
  const copies = dockerfile
    .getCOPYs()
    .filter((one) => one.getFromFlag() === null)
    .map((one) => (one.getArgumentsContent() ?? '').split(' ').filter((word) => !word.startsWith('--')))
    .map((words) => ({ from: words.slice(0, -1), to: words.at(-1) as string }));

  it('copies what is there, and sends it to the builder', () => {
    const sent = read('Dockerfile.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'));
    for (const path of copies.flatMap(({ from }) => from)) {
      expect([path, existsSync(path)]).toEqual([path, true]);
      expect(sent).toContain(`!${path.replace(/^\.\//, '')}`);
    }
  });

  it('copies all that the build reads', () => {
    const image = join(folder, 'image');
    for (const { from, to } of copies) {
      if (to.startsWith('/')) continue;
      for (const path of from)
        cpSync(path, join(image, to.endsWith('/') ? join(to, path) : to), { recursive: true });
    }
    symlinkSync(resolve('node_modules'), join(image, 'node_modules'));
    expect(textsOf('RUN')).toContain('npm run build');
    const { status, stderr } = spawnSync('npm', ['run', 'build'], { cwd: image, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    expect(existsSync(join(image, 'dist/playground/thumbnails/blur-1.webp'))).toBe(true);
  }, 120_000);

  it('has settings that the server takes, with the ports that it exposes', () => {
    const env = Object.fromEntries(
      dockerfile.getENVs().flatMap((one) => {
        return one.getProperties().map((each) => [each.getName(), each.getValue() ?? '']);
      }),
    );
    const { port, probePort } = settingsOf(env);
    expect(textsOf('EXPOSE')).toEqual([`${port} ${probePort}`]);
  });
});

describe.skipIf(process.platform === 'win32')('the entry point', () => {
  it('runs the command with its arguments, and with jemalloc where that is installed', () => {
    const main = join(folder, 'dist/cli/main.js');
    spawnSync('mkdir', ['-p', join(folder, 'dist/cli')]);
    writeFileSync(
      main,
      'console.log(JSON.stringify([process.argv.slice(2), process.env.LD_PRELOAD ?? "", process.env.NOIR_HOME]))',
    );
    const { LD_PRELOAD, ...inherited } = process.env;
    const env = { ...inherited, NOIR_HOME: folder };
    const { stdout, status } = spawnSync('sh', ['deploy/entrypoint.sh', 'serve', '--port', '1'], {
      env,
      encoding: 'utf8',
    });
    const [args, preloaded, home] = JSON.parse(stdout);
    expect([status, args, home]).toEqual([0, ['serve', '--port', '1'], null]);
    expect(preloaded === '' || existsSync(preloaded)).toBe(true);
  });

  it('ends with the status of the server', () => {
    const main = join(folder, 'dist/cli/main.js');
    writeFileSync(main, 'process.exit(3)');
    expect(
      spawnSync('sh', ['deploy/entrypoint.sh'], { env: { ...process.env, NOIR_HOME: folder } }).status,
    ).toBe(3);
  });
});

describe('compose.yaml', () => {
  const { services } = parse(read('compose.yaml'));

  it('has settings that the server takes, and services that are there', () => {
    const values = settingsOf(services.noir.environment);
    expect(values).toMatchObject({ behindProxy: true, cache: { redis: `redis://redis:6379` } });
    expect(Object.keys(services.noir.depends_on)).toEqual(['redis']);
    expect(Object.keys(services.nginx.depends_on)).toEqual(['noir']);
    expect(existsSync(join('deploy', services.noir.build.context, services.noir.build.dockerfile))).toBe(
      true,
    );
  });

  it('has an nginx that waits longer than the server works, and keeps connections for less', () => {
    const nginx = read('nginx.conf');
    const seconds = (name: string) => Number(new RegExp(`${name} (\\d+)s;`).exec(nginx)?.[1]);
    const { deadline, keepAlive, limits, port } = settingsOf({});
    expect(1000 * seconds('proxy_read_timeout')).toBeGreaterThan(deadline);
    expect(1000 * seconds('keepalive_timeout')).toBeLessThan(keepAlive);
    expect(nginx).toContain(`client_max_body_size ${limits.bodyBytes / 2 ** 20}m;`);
    expect(nginx).toContain(`server noir:${port} `);
  });

  it.runIf(has('nginx'))('has a configuration that nginx reads', () => {
    // The names of the services are known in their network alone, and Debian's nginx is older than `resolve`.
    const text = read('nginx.conf').replace('server noir:8080 resolve', 'server 127.0.0.1:8080');
    const path = join(folder, 'nginx.conf');
    writeFileSync(path, `pid ${folder}/pid; ${text}`);
    const { status, stderr } = spawnSync('nginx', ['-t', '-q', '-c', path, '-p', folder, '-e', 'stderr'], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });
});

// Where nginx is not root, it cannot make its own folders.
describe.runIf(has('nginx') && process.getuid?.() === 0)('nginx in front of two servers', () => {
  const busy = [0, 1].map(() =>
    createServer((_, response) => void response.writeHead(503, { 'Retry-After': '7' }).end()),
  );
  const front = createServer();
  let nginx: ChildProcess | undefined;
  afterAll(() => {
    nginx?.kill();
    for (const server of busy) server.close().closeAllConnections();
  });

  it('passes on that both are busy, and when to come back', async () => {
    const [port, ...ports] = await Promise.all([front, ...busy].map(listen));
    await new Promise((resolve) => front.close(resolve));
    const servers = ports.map((each) => `server 127.0.0.1:${each} max_fails=2 fail_timeout=2s;`).join(' ');
    const text = read('nginx.conf')
      .replace(/server noir:8080 .*;/, servers)
      .replace('listen 8080', `listen 127.0.0.1:${port}`);
    const path = join(folder, 'busy.conf');
    writeFileSync(path, `daemon off; pid ${folder}/busy.pid; ${text}`);
    nginx = spawn('nginx', ['-c', path, '-p', folder, '-e', 'stderr'], { stdio: 'ignore' });
    const url = `http://127.0.0.1:${port}/image/w_100/cat.jpg`;
    await vi.waitFor(() => fetch(url), { timeout: 10_000 });
    for (let request = 0; request < 12; request++) {
      const { status, headers } = await fetch(url);
      expect([status, headers.get('Retry-After')]).toEqual([503, '7']);
    }
  });
});

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('kubernetes.yaml', () => {
  const documents = parseAllDocuments(read('kubernetes.yaml')).map((each) => {
    expect(each.errors).toEqual([]);
    return each.toJS();
  });
  const of = (kind: string) => documents.find((each) => each.kind === kind);
  const pod = of('Deployment').spec.template;
  const [container] = pod.spec.containers;

  it('has settings that the server takes, on the ports that are probed', () => {
    const path = join(folder, 'kubernetes.json');
    writeFileSync(path, of('ConfigMap').data['noir.config.json']);
    const values = settingsOf({}, { config: path });
    const ports = Object.fromEntries(
      container.ports.map((each: { name: string; containerPort: number }) => [each.name, each.containerPort]),
    );
    expect(ports).toEqual({ http: values.port, probes: values.probePort });
    expect(pod.metadata.annotations['prometheus.io/port']).toBe(String(values.probePort));
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      expect(container[probe].httpGet).toMatchObject({
        path: expect.stringMatching(/^\/(livez|readyz)$/),
        port: 'probes',
      });
    }
    expect(1000 * pod.spec.terminationGracePeriodSeconds).toBeGreaterThan(
      values.shutdownDelay + values.times.drain,
    );
  });

  it('selects its own pods, and limits them', () => {
    for (const kind of ['Service', 'PodDisruptionBudget']) {
      const { selector } = of(kind).spec;
      expect(selector.matchLabels ?? selector).toEqual(pod.metadata.labels);
    }
    expect(container.resources.limits).toEqual({ cpu: expect.any(String), memory: expect.any(String) });
    expect(pod.spec.securityContext.runAsNonRoot).toBe(true);
  });
});

describe('noir.service', () => {
  const lines = read('noir.service')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const valuesOf = (key: string) =>
    lines.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1));

  it('has settings that the server takes, and time for it to end', () => {
    expect(lines.filter((line) => !/^(\[\w+\]|\w+=.*)$/.test(line))).toEqual([]);
    const env = Object.fromEntries(valuesOf('Environment').map((each) => each.split('=')));
    const values = settingsOf(env);
    expect(values).toMatchObject({ socket: '/run/noir/noir.sock', behindProxy: true, probePort: 9090 });
    const stop = Number.parseInt(valuesOf('TimeoutStopSec')[0] ?? '', 10);
    expect(1000 * stop).toBeGreaterThan(values.shutdownDelay + values.times.drain);
  });

  it.runIf(has('systemd-analyze'))('is a unit that systemd reads', () => {
    const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', 'deploy/noir.service'], {
      encoding: 'utf8',
    });
    expect(stderr.split('\n').filter((line) => line.includes('noir.service'))).toEqual([]);
  });
});
