/** Changes XMP of a photo to suit a picture that was made of it. */

/** An orientation, as an attribute and as an element. */
const ORIENTATION = /(tiff:Orientation\s*(?:=\s*["']|>\s*))[2-8]/g;

/**
 * Properties about pictures and films behind the photo in its file, which no output has: the gain map of Ultra HDR, the
 * list of what follows, and the film of a motion photo. Viewers would look for them.
 */
const BEHIND = 'hdrgm:\\w+|G?Container:Directory|GCamera:(?:MotionPhoto|MicroVideo)\\w*';
const ATTRIBUTE = new RegExp(`\\s(?:${BEHIND})\\s*=\\s*(?:"[^"<]*"|'[^'<]*')`, 'g');
const ELEMENT = new RegExp(`<(${BEHIND})(?=[\\s/>])[^<>]*>`, 'g');

/** The same XMP, which says that the picture is upright and alone in its file. Never throws. */
export function xmpFor(xmp: Uint8Array): Uint8Array {
  // Latin-1 keeps every byte.
  const text = Buffer.from(xmp).toString('latin1');
  const upright = text.replace(ORIENTATION, (_, before: string) => `${before}1`);
  return Buffer.from(withoutElements(upright.replace(ATTRIBUTE, '')), 'latin1');
}

/** Leaves out the elements with all that they contain. One that does not end stays, and what follows it. */
function withoutElements(text: string): string {
  let kept = '';
  let from = 0;
  for (const { 0: tag, 1: name, index } of text.matchAll(ELEMENT)) {
    // It may lie within the one before.
    if (index < from) continue;
    const close = `</${name}>`;
    const closed = tag.endsWith('/>') ? index : text.indexOf(close, index);
    if (closed < 0) break;
    kept += text.slice(from, index);
    from = closed + (closed === index ? tag : close).length;
  }
  return kept + text.slice(from);
}
