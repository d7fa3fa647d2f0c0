/** The option `--adapter` of `noir serve`: addresses of other image servers. */
import { Option } from 'commander';
import type { Adapters } from '../../http/image/adapter-routes.ts';
import type { UrlAdapter } from '../../service/adapters/adapter.ts';
import { cloudflare } from '../../service/adapters/cloudflare.ts';
import { imgproxy } from '../../service/adapters/imgproxy.ts';
import { ipx } from '../../service/adapters/ipx.ts';
import { nextImage } from '../../service/adapters/next-image.ts';
import { UsageError } from '../failure.ts';

/** Adapters with the paths at which clients expect them. */
const ADAPTERS: Readonly<Record<string, { path: string; open(env: NodeJS.ProcessEnv): UrlAdapter }>> = {
  ipx: { path: '/_ipx', open: ipx },
  imgproxy: { path: '/imgproxy', open: openImgproxy },
  cloudflare: { path: '/cdn-cgi/image', open: cloudflare },
  next: { path: '/_next/image', open: () => nextImage() },
};

/** `--adapter ipx` or `--adapter ipx=/images`, as often as one likes. */
export function adapterOption(): Option {
  const names = Object.keys(ADAPTERS).join(', ');
  const option = new Option(
    '--adapter <name[=path]>',
    `take addresses of another server: ${names}; repeatable`,
  );
  return option.argParser((value: string, earlier: readonly string[] = []) => [...earlier, value]);
}

/** Throws `UsageError` for an adapter that there is not. */
export function readAdapters(given: readonly string[] = [], env = process.env): Adapters {
  return Object.fromEntries(
    given.map((text) => {
      const [name = '', path] = text.split('=', 2);
      const found = Object.hasOwn(ADAPTERS, name) ? ADAPTERS[name] : undefined;
      if (!found)
        throw new UsageError(`--adapter: there is no ${name}; there are ${Object.keys(ADAPTERS).join(', ')}`);
      return [path ?? found.path, found.open(env)];
    }),
  );
}

/** Keys come from imgproxy's own variables, so that `ps` does not show them. */
function openImgproxy({ IMGPROXY_KEY: key, IMGPROXY_SALT: salt }: NodeJS.ProcessEnv): UrlAdapter {
  if (key === undefined && salt === undefined) return imgproxy();
  if (!isHex(key) || !isHex(salt))
    throw new UsageError('IMGPROXY_KEY and IMGPROXY_SALT are hexadecimal, and both needed');
  return imgproxy({ key: { key, salt } });
}

function isHex(text: string | undefined): text is string {
  return text !== undefined && /^([\da-f]{2})+$/i.test(text);
}
