import { expect, it } from 'vitest';
import { xmpFor } from '../../src/formats/xmp.ts';

const changed = (text: string) => Buffer.from(xmpFor(Buffer.from(text, 'latin1'))).toString('latin1');

it('says that the picture is upright', () => {
  const written = (value: number) =>
    `<a tiff:Orientation="${value}"><tiff:Orientation>${value}</tiff:Orientation></a>`;
  expect(changed(written(6))).toBe(written(1));
});

it('names no gain map and no film, which stay behind', () => {
  const list =
    '<rdf:Seq><rdf:li><Container:Item Item:Semantic="GainMap" Item:Length="861"/></rdf:li></rdf:Seq>';
  const photo = (version: string, more: string) =>
    `<rdf:Description xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"${version} xmp:CreatorTool="a">${more}\xe9</rdf:Description>`;
  const full = photo(
    ' hdrgm:Version="1.0" GCamera:MotionPhoto=\'1\' GCamera:MicroVideoOffset="99"',
    `<Container:Directory>${list}</Container:Directory><hdrgm:GainMapMax><rdf:Seq/></hdrgm:GainMapMax><hdrgm:Gamma/>`,
  );
  expect(changed(full)).toBe(photo('', ''));
});

it('leaves alone what does not end, and other names', () => {
  for (const text of [
    '<x><Container:Directory><y/></x>',
    '<Container:DirectoryOf a="1"/>',
    '<GCamera:Other>1</GCamera:Other>',
    '<a hdrgm:Version="1',
  ]) {
    expect(changed(text)).toBe(text);
  }
});

it('takes no long time for hostile text', () => {
  const text = '<hdrgm:a> hdrgm:a="'.repeat(100_000);
  expect(changed(text).length).toBeGreaterThan(0);
});
