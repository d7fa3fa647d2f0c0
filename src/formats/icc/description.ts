/** Reads the name of an ICC profile, such as `Display P3`. */

/** Bytes of the header and of the number of tags; the table of tags follows (ICC.1:2022, section 7.3). */
const TABLE = 132;
const ENTRY = 12;
const MOST_TAGS = 100;

/** Characters of a name at most. */
const LONGEST = 200;

/** The `desc` of a profile of ICC.1, version 2 or 4. Undefined when it has none that can be read. Never throws. */
export function profileName(profile: Uint8Array): string | undefined {
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength);
  const count = profile.length < TABLE ? 0 : Math.min(view.getUint32(TABLE - 4), MOST_TAGS);
  for (let at = TABLE; at < TABLE + count * ENTRY && at + ENTRY <= profile.length; at += ENTRY) {
    if (latin1(profile.subarray(at, at + 4)) !== 'desc') continue;
    const start = view.getUint32(at + 4);
    const name = readText(profile.subarray(start, start + view.getUint32(at + 8)));
    return name?.replaceAll('\0', '').trim().slice(0, LONGEST) || undefined;
  }
  return undefined;
}

/** The text of an element: ASCII in version 2, the first of several languages in version 4. */
function readText(element: Uint8Array): string | undefined {
  if (element.length < 28) return undefined;
  const view = new DataView(element.buffer, element.byteOffset, element.byteLength);
  const type = latin1(element.subarray(0, 4));
  if (type === 'desc') return latin1(element.subarray(12, 12 + Math.min(view.getUint32(8), LONGEST)));
  if (type !== 'mluc' || view.getUint32(8) === 0) return undefined;
  const [length, start] = [view.getUint32(20), view.getUint32(24)];
  const units = element.subarray(start, start + Math.min(length, 2 * LONGEST) - (length % 2));
  return Array.from({ length: units.length >> 1 }, (_, i) =>
    String.fromCharCode(((units[2 * i] as number) << 8) | (units[2 * i + 1] as number)),
  ).join('');
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
