/** Opens a Noir, works, closes it twice, and has nothing more to do: the process has to end by itself. */
const { createNoir } = await import(new URL('../../../dist/index.js', import.meta.url).href);

const isolation = process.argv[2];
const noir = await createNoir({ isolation, ...(isolation === 'process' && { workers: 1 }) });
const data = new Uint8Array(64 * 48 * 3).map((_, index) => index);
const image = { width: 64, height: 48, channels: 3, type: 'u8', space: 'srgb', data };
await noir(image).median(3).png().toBuffer();
await Promise.all([noir.close(), noir.close()]);
await noir.close();
console.log(performance.now());
