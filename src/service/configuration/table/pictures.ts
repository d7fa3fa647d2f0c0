/** Settings about pictures by address: where they come from, and who may ask for what. */
import { ADAPTER_NAMES } from '../adapter-names.ts';
import { group, optional, setting } from '../setting.ts';
import { entries, list, onOff, text, whole } from '../types.ts';

const hex = text('hexadecimal digits', 'digits');

/** An origin as browsers send it, without a path; `null` is that of pages in a sandbox (Fetch standard). */
const ORIGIN = /^(\*|null|[a-z][a-z0-9+.-]*:\/\/[^/?#\s]+)$/;

/** A switch for a format that imgproxy's addresses get by `Accept`. */
function detection(format: 'AVIF' | 'WEBP', isEnforced: boolean) {
  const where = isEnforced ? 'whatever the address names' : 'where the address names no format';
  return setting(onOff, {
    about: `send ${format === 'AVIF' ? format : 'WebP'} for imgproxy’s addresses to clients that take it, ${where}`,
    env: `IMGPROXY_${isEnforced ? 'ENFORCE' : 'AUTO'}_${format}`,
    flag: false,
    default: false,
  });
}

export const PICTURES = {
  sources: setting(
    entries({
      pattern: /./,
      name: 'folders, https:// or s3:// addresses, with a name in front if they are to have one',
      placeholder: '[name=]place',
      example: 'photos=./photos',
    }),
    {
      about: 'folder, https:// or s3:// address whose pictures GET /image/{ops}/{source} answers; repeatable',
      env: 'NOIR_SOURCE',
      flag: '-s, --source <[name=]place>',
      default: [],
    },
  ),
  allowAddresses: setting(list(text('an address range', 'range'), '10.0.0.0/8,192.168.1.5'), {
    about: 'private addresses, or ranges of them, that web servers as sources may have',
    default: [],
  }),
  fallback: optional(text('the address of a picture', 'address'), {
    about: 'address of a picture to send in place of one that is missing or damaged',
  }),
  adapters: setting(
    entries({
      pattern: new RegExp(`^(${ADAPTER_NAMES.join('|')})(=/.*)?$`),
      names: ADAPTER_NAMES,
      name: `${ADAPTER_NAMES.slice(0, -1).join(', ')} or ${ADAPTER_NAMES.at(-1)}, with a path if it is to have another one`,
      placeholder: 'name[=path]',
      example: 'ipx=/images',
    }),
    {
      about: `take addresses of another server: ${ADAPTER_NAMES.join(', ')}; repeatable`,
      flag: '--adapter <name[=path]>',
      default: [],
    },
  ),
  presets: setting(
    entries({
      pattern: /^[^=]+=.+$/s,
      name: 'name=ops',
      placeholder: 'name=ops',
      example: 'thumb=w_300,f_auto',
    }),
    {
      about: 'recipe that addresses may call by its name; repeatable',
      flag: '--preset <name=ops>',
      default: [],
    },
  ),
  presetsOnly: setting(onOff, {
    about: 'refuse addresses whose recipe is not a single preset',
    default: false,
  }),
  sizes: optional(list(whole(1, 99_999), '320,640,1280'), {
    about: 'widths and heights that addresses may ask for',
  }),
  clientHints: setting(onOff, {
    about: 'read width, density and Save-Data from the headers of browsers',
    default: false,
  }),
  origins: setting(list(text('an origin', 'origin', ORIGIN), 'https://example.com'), {
    about: 'origins whose pages may read answers (CORS), or *',
    flag: '--origin <origin...>',
    default: [],
  }),
  signingKeys: setting(list(text('a key', 'key'), 'KEY1,KEY2'), {
    about: 'keys for signed addresses, see noir sign; the first one signs',
    secret: true,
    default: [],
  }),
  apiKeys: setting(list(text('a key', 'key'), 'KEY1,KEY2'), {
    about: 'keys for POST requests, and for forgetting pictures',
    env: 'NOIR_API_KEYS',
    secret: true,
    default: [],
  }),
  imgproxy: group({
    key: optional(hex, {
      about: 'key of imgproxy’s signatures; commas between several',
      env: 'IMGPROXY_KEY',
      secret: true,
    }),
    salt: optional(hex, {
      about: 'salt of imgproxy’s signatures; as many as keys',
      env: 'IMGPROXY_SALT',
      secret: true,
    }),
    signatureSize: setting(whole(1, 32), {
      about: 'bytes of imgproxy’s signatures that count',
      env: 'IMGPROXY_SIGNATURE_SIZE',
      flag: false,
      default: 32,
    }),
    presets: setting(list(text('name=options', 'preset'), 'thumb=rs:fill:300:300/q:70'), {
      about: 'presets of imgproxy’s addresses; those of the name default hold for all of them',
      env: 'IMGPROXY_PRESETS',
      flag: false,
      default: [],
    }),
    autoAvif: detection('AVIF', false),
    autoWebp: detection('WEBP', false),
    enforceAvif: detection('AVIF', true),
    enforceWebp: detection('WEBP', true),
  }),
};
