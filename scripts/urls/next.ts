/** Addresses that `next/image` builds with its default loader. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

interface Props {
  readonly src: string;
  readonly srcSet?: string;
}

/** What pages ask `<Image>` for. */
const WANTED = [
  { src: '/k.jpg', width: 64, height: 43 },
  { src: '/k.jpg', width: 300, height: 200, quality: 75 },
  { src: '/k.jpg', fill: true, sizes: '(max-width: 768px) 100vw, 33vw' },
  { src: '/alpha.png', width: 128, height: 85 },
  { src: '/a.gif', width: 60, height: 40 },
  { src: '/photos/a b%20c.jpg', width: 64, height: 43 },
];

/** Each address with the width that it asks for. */
export async function nextUrls(folder: string): Promise<readonly { url: string; width: number }[]> {
  const { getImageProps } = createRequire(join(folder, 'package.json'))('next/image') as {
    getImageProps(props: object): { props: Props };
  };
  const urls = WANTED.flatMap((wanted) => {
    const { src, srcSet = '' } = getImageProps({ alt: '', ...wanted }).props;
    return [src, ...srcSet.split(', ').map((each) => each.split(' ')[0] as string)];
  });
  return [...new Set(urls.filter(Boolean))].map((url) => {
    return { url, width: Number(new URL(url, 'http://localhost').searchParams.get('w')) };
  });
}
