/**
 * `npm run check:shared`: starts a Redis, two servers that share it, and nginx in front of them, sends a hundred equal
 * requests at once, and shows that one server made the picture, once. Needs `redis-server` and `nginx`.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import sharp from 'sharp';

const REQUESTS = 100;
const [redisPort, first, second, proxyPort] = [16379, 18081, 18082, 18080];
const folder = await mkdtemp(join(tmpdir(), 'noir-shared-'));
const started = new Set<ReturnType<typeof spawn>>();

function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(command, args, { stdio: 'ignore', env: { ...process.env, ...env } });
  child.on('error', (error) => {
    console.error(`${command}: ${error.message}`);
    process.exit(1);
  });
  started.add(child);
}

const nginx = `daemon off; pid ${folder}/pid; error_log ${folder}/error;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  upstream noir { server 127.0.0.1:${first}; server 127.0.0.1:${second}; }
  server { listen 127.0.0.1:${proxyPort}; location / { proxy_pass http://noir; proxy_set_header Host $host; } }
}`;

try {
  const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
  const create = { width: 3000, height: 2000, channels: 3 as const, background: 'white', noise };
  await sharp({ create }).jpeg().toFile(join(folder, 'photo.jpg'));
  await writeFile(join(folder, 'nginx.conf'), nginx);
  start('redis-server', ['--port', String(redisPort), '--save', '', '--dir', folder]);
  for (const port of [first, second]) {
    const args = ['--import', 'tsx', 'src/cli/main.ts', 'serve', '--port', String(port), '--source', folder];
    start(process.execPath, args, { NOIR_REDIS: `redis://127.0.0.1:${redisPort}` });
  }
  start('nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder]);
  for (const port of [first, second, proxyPort]) await answers(`http://127.0.0.1:${port}/readyz`);
  const url = `http://127.0.0.1:${proxyPort}/image/w_800,blur_3,f_webp/photo.jpg`;
  const found = await Promise.all(Array.from({ length: REQUESTS }, () => ask(url)));
  const made = found.filter((each) => each.includes('200 Noir; fwd=uri-miss; stored')).length;
  for (const status of new Set(found)) {
    console.log(`${found.filter((each) => each === status).length} x ${status}`);
  }
  console.log(`${REQUESTS} equal requests to two servers: the picture was made ${made} time(s)`);
  process.exitCode = made === 1 && found.every((each) => each.startsWith('200')) ? 0 : 1;
} finally {
  for (const child of started) child.kill();
  await setTimeout(500);
  await rm(folder, { recursive: true, force: true });
}

/** The status and what the cache did; the remaining time of a hit is left out. */
async function ask(url: string): Promise<string> {
  const response = await fetch(url);
  await response.arrayBuffer();
  return `${response.status} ${response.headers.get('Cache-Status')?.replace(/; ttl=.*/, '')}`;
}

async function answers(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await setTimeout(200);
  }
  throw new Error(`${url} does not answer`);
}
