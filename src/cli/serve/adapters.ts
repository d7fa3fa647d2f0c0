/** Opens the adapters of `noir serve`: addresses of other image servers. */
import type { Adapters } from '../../http/image/adapter-routes.ts';
import type { UrlAdapter } from '../../service/adapters/adapter.ts';
import { cloudflare } from '../../service/adapters/cloudflare.ts';
import { imgproxy, presetMistake } from '../../service/adapters/imgproxy.ts';
import type { ImgproxyKey } from '../../service/adapters/imgproxy-address.ts';
import { ipx } from '../../service/adapters/ipx.ts';
import { nextImage } from '../../service/adapters/next-image.ts';
import type { AdapterName } from '../../service/configuration/adapter-names.ts';
import type { Configured } from '../../service/configuration/table.ts';
import { UsageError } from '../failure.ts';

/** The settings of imgproxy. */
type ImgproxySettings = Configured['imgproxy'];

/** Adapters with the paths at which clients expect them. */
const ADAPTERS: Readonly<Record<AdapterName, { path: string; open(signing: ImgproxySettings): UrlAdapter }>> =
  {
    ipx: { path: '/_ipx', open: () => ipx() },
    imgproxy: { path: '/imgproxy', open: openImgproxy },
    cloudflare: { path: '/cdn-cgi/image', open: () => cloudflare() },
    next: { path: '/_next/image', open: () => nextImage() },
  };

/** The adapters of texts such as `ipx` and `ipx=/images`, by their paths. Throws `UsageError`. */
export function openAdapters(given: readonly string[], signing: ImgproxySettings): Adapters {
  const adapters: Record<string, UrlAdapter> = {};
  for (const text of given) {
    const [name = '', written] = text.split('=', 2);
    const adapter = ADAPTERS[name as AdapterName];
    const path = written ?? adapter.path;
    if (Object.hasOwn(adapters, path)) throw new UsageError(`--adapter: two adapters are at ${path}`);
    adapters[path] = adapter.open(signing);
  }
  return adapters;
}

function openImgproxy(settings: ImgproxySettings): UrlAdapter {
  const { autoAvif, autoWebp, enforceAvif, enforceWebp } = settings;
  const key = keysOf(settings);
  const presets = Object.fromEntries(settings.presets.map(readPreset));
  const mistake = presetMistake(presets);
  if (mistake) throw new UsageError(`IMGPROXY_PRESETS: ${mistake}`);
  return imgproxy({
    ...(key.length > 0 && { key }),
    presets,
    autoFormats: [...(autoAvif ? ['avif' as const] : []), ...(autoWebp ? ['webp' as const] : [])],
    enforcedFormats: [...(enforceAvif ? ['avif' as const] : []), ...(enforceWebp ? ['webp' as const] : [])],
  });
}

/** As many keys as salts, with commas between them, as imgproxy has them. */
function keysOf({ key, salt, signatureSize }: ImgproxySettings): readonly ImgproxyKey[] {
  const keys = key?.split(',') ?? [];
  const salts = salt?.split(',') ?? [];
  if (keys.length !== salts.length || ![...keys, ...salts].every(isHex)) {
    throw new UsageError(
      'IMGPROXY_KEY and IMGPROXY_SALT are hexadecimal, and both needed, as many of one as of the other',
    );
  }
  return keys.map((key, at) => ({ key, salt: salts[at] as string, signatureSize }));
}

function readPreset(text: string): readonly [name: string, options: string] {
  const [, name, options] = /^\s*([^=]+)=(.+?)\s*$/.exec(text) ?? [];
  if (name === undefined || options === undefined) {
    throw new UsageError(`IMGPROXY_PRESETS: a preset is written as thumb=rs:fill:300:300, not ${text}`);
  }
  return [name, options];
}

function isHex(text: string): boolean {
  return /^([\da-f]{2})+$/i.test(text);
}
