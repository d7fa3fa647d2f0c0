/** Declares the command `noir serve`. */
import type { Command } from 'commander';
import { startAhead } from '../workers/start-process.ts';
import { isolationOption } from './isolation-option.ts';
import { limitOption } from './limit-option.ts';
import { adapterOption } from './serve/adapters.ts';
import { readWorkers } from './serve/numbers.ts';
import { presetOption } from './serve/presets.ts';
import type { ServeOptions } from './serve/server.ts';
import { sourceOption } from './serve/sources.ts';
import { timeOption } from './serve/times.ts';

const HELP = `
Settings: PORT, NOIR_BACKENDS (gpu,cpu,sharp), NOIR_GPU (auto, software, off), NOIR_JPEG (auto, gpu, cpu),
NOIR_CODECS (auto, sharp, js), NOIR_CACHE (folder for measured costs), NOIR_SOURCE (as --source, one a line),
NOIR_SIGNING_KEYS (keys of addresses, see noir sign), NOIR_API_KEYS (keys of those who may POST); commas between keys;
NOIR_REDIS (redis://…, to share finished pictures among servers)

Examples:
  noir serve --port 8080
  noir serve --source ./photos --source shop=s3://my-bucket/products
  noir serve --source https://example.com/pictures/
  curl -o cat.webp http://localhost:8080/image/w_300,f_webp/cat.jpg
  curl -F image=@photo.jpg http://localhost:8080/gray -o gray.png`;

/** `noir serve`: the HTTP server. */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('Start the HTTP server.')
    .option('-p, --port <number>', 'port to listen on; PORT unless given, else 8080')
    .option('-H, --host <address>', 'address to listen on; every one unless given')
    .addOption(isolationOption())
    .option('-w, --workers <number>', 'worker processes; by default one a core, if there is memory for them')
    .addOption(sourceOption())
    .addOption(adapterOption())
    .option('--fallback <address>', 'picture of a source that is sent in place of one that cannot be had')
    .addOption(presetOption())
    .option('--presets-only', 'refuse addresses that are not one preset')
    .option('--sizes <list>', 'widths and heights that addresses may ask for, such as 320,640,1280')
    .option('--cache <MiB>', 'memory for finished pictures, and as much for files of sources', '64')
    .option('--cache-dir <folder>', 'folder that keeps finished pictures too')
    .option('--cache-disk <MiB>', 'size of that folder at most', '1024')
    .option('--client-hints', 'let browsers say width, density and the wish to save data')
    .option('--origin <origin...>', 'origins whose pages may read answers (CORS), or *')
    .option('--ops <module>', 'module with a list `ops` of results of defineOp')
    .option('--deadline <seconds>', 'time for a picture, from the last byte of the request', '10')
    .option('--keep-alive <seconds>', 'time that a connection stays open between two requests', '95')
    .option(
      '--shutdown-delay <seconds>',
      'time to go on serving after SIGTERM while /readyz answers 503',
      '5',
    )
    .addOption(timeOption())
    .option('--least-rate <KiB>', 'KiB a second that a client has to send or take', '16')
    .option('--probe-port <number>', 'port that answers /livez, /readyz and /health alone')
    .option('--behind-proxy', 'tell clients apart by the last address in X-Forwarded-For')
    .addOption(limitOption())
    .addHelpText('after', HELP)
    .action(async (options: ServeOptions) => {
      const workers = readWorkers(options);
      if (workers !== undefined) startAhead(workers);
      const { runServer } = await import('./serve/server.ts');
      await runServer(options, workers);
    });
}
