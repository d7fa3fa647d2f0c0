/** A real nginx in front of some servers, which can be taken out and put back by a reload. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { NotRun } from './fault.ts';
import { isAlive, until } from './processes.ts';
import { openSocket } from './visitors.ts';

export interface Nginx {
  readonly url: string;
  /** Sends requests to these ports alone from now on. */
  use(ports: readonly number[]): Promise<void>;
  stop(): Promise<void>;
}

/** Throws `NotRun` where there is no nginx. */
export async function startNginx(port: number, ports: readonly number[]): Promise<Nginx> {
  const program = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/bin/nginx'].find((path) =>
    existsSync(path),
  );
  if (!program) throw new NotRun('it needs nginx (`apt-get install nginx-light`)');
  const folder = mkdtempSync(join(tmpdir(), 'noir-nginx-'));
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, configure(folder, port, ports));
  const child: ChildProcess = spawn(program, ['-p', folder, '-c', file], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await until(() => listens(url), 10_000, 'nginx does not listen');
  return {
    url,
    async use(chosen) {
      writeFileSync(file, configure(folder, port, chosen));
      child.kill('SIGHUP');
      // nginx has no signal for the end of a reload; its new processes take connections after some milliseconds.
      await pause(300);
    },
    async stop() {
      child.kill('SIGTERM');
      await until(() => !isAlive(child.pid as number), 5000, 'nginx is left').catch(() =>
        child.kill('SIGKILL'),
      );
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configure(folder: string, port: number, ports: readonly number[]): string {
  const isRoot = process.getuid?.() === 0;
  return `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; worker_processes 1;
${isRoot ? 'user root;' : ''}
events { worker_connections 1024; }
http {
  access_log off; client_max_body_size 32m;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/f;
  uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  upstream noir { ${ports.map((each) => `server 127.0.0.1:${each};`).join(' ')} keepalive 16; }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://noir; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}`;
}

async function listens(url: string): Promise<boolean> {
  const socket = openSocket(url);
  const open = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('close', () => resolve(false));
  });
  socket.destroy();
  return open;
}
