/** Closes libvips' loaders of all formats that Noir does not read. For processes that belong to Noir alone. */
import { loadSharp } from './load.ts';

/** The loaders of the six formats. Pixels and text have no loader. */
const OPEN = ['Jpeg', 'Png', 'Webp', 'Tiff', 'Nsgif', 'Heif'].map((name) => `VipsForeignLoad${name}Buffer`);

/** Closes the loaders for the whole process, also for the library's user. Does nothing without sharp. */
export async function closeLoaders(): Promise<void> {
  const sharp = await loadSharp();
  sharp?.block({ operation: ['VipsForeignLoad'] });
  sharp?.unblock({ operation: OPEN });
}
