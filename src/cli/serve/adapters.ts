/** Opens the adapters of `noir serve`: addresses of other image servers. */
import type { Adapters } from '../../http/image/adapter-routes.ts';
import type { UrlAdapter } from '../../service/adapters/adapter.ts';
import { cloudflare } from '../../service/adapters/cloudflare.ts';
import { imgproxy } from '../../service/adapters/imgproxy.ts';
import { ipx } from '../../service/adapters/ipx.ts';
import { nextImage } from '../../service/adapters/next-image.ts';
import type { AdapterName } from '../../service/configuration/adapter-names.ts';
import type { Configured } from '../../service/configuration/table.ts';
import { UsageError } from '../failure.ts';

type Signing = Configured['imgproxy'];

/** Adapters with the paths at which clients expect them. */
const ADAPTERS: Readonly<Record<AdapterName, { path: string; open(signing: Signing): UrlAdapter }>> = {
  ipx: { path: '/_ipx', open: () => ipx() },
  imgproxy: { path: '/imgproxy', open: openImgproxy },
  cloudflare: { path: '/cdn-cgi/image', open: () => cloudflare() },
  next: { path: '/_next/image', open: () => nextImage() },
};

/** The adapters of texts such as `ipx` and `ipx=/images`, by their paths. Throws `UsageError`. */
export function openAdapters(given: readonly string[], signing: Signing): Adapters {
  return Object.fromEntries(
    given.map((text) => {
      const [name = '', path] = text.split('=', 2);
      const adapter = ADAPTERS[name as AdapterName];
      return [path ?? adapter.path, adapter.open(signing)];
    }),
  );
}

function openImgproxy({ key, salt }: Signing): UrlAdapter {
  if (key === undefined && salt === undefined) return imgproxy();
  if (!isHex(key) || !isHex(salt))
    throw new UsageError('IMGPROXY_KEY and IMGPROXY_SALT are hexadecimal, and both needed');
  return imgproxy({ key: { key, salt } });
}

function isHex(text: string | undefined): text is string {
  return text !== undefined && /^([\da-f]{2})+$/i.test(text);
}
