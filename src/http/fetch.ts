/** The public interface of `noir-image/fetch`: pictures of sources in any framework, with sources, stores and adapters. */
export type {
  Adapted,
  AddressRequest,
  RecipeDraft,
  SourcePicture,
  UrlAdapter,
} from '../service/adapters/adapter.ts';
export { cloudflare } from '../service/adapters/cloudflare.ts';
export { type ImgproxyAdapterOptions, imgproxy } from '../service/adapters/imgproxy.ts';
export type { ImgproxyKey } from '../service/adapters/imgproxy-address.ts';
export { ipx } from '../service/adapters/ipx.ts';
export { type NextImageOptions, nextImage } from '../service/adapters/next-image.ts';
export { diskStore } from '../service/cache/disk-store.ts';
export type { Entry, EntryStore } from '../service/cache/entry.ts';
export { type RedisClient, type RedisOptions, redisStore } from '../service/cache/redis-store.ts';
export { type Signed, type SignedPicture, Signer, signedPath } from '../service/signing.ts';
export type { PictureSource, SourceFile, SourceRequest } from '../service/source.ts';
export type { SourceFailure } from '../service/source-failure.ts';
export { directory } from '../service/sources/directory.ts';
export { type AppSourceOptions, fromApp } from '../service/sources/from-app.ts';
export { fromStorage, type PictureStorage } from '../service/sources/from-storage.ts';
export { type S3Options, s3 } from '../service/sources/s3.ts';
export { type WebOptions, web } from '../service/sources/web.ts';
export type { NamedSources } from '../service/sources.ts';
export {
  createHandler,
  type FetchHandler,
  type HandlerOptions,
  toNodeListener,
} from './handler.ts';
export type { Ages } from './image/cache-control.ts';
export type { CacheOptions } from './image/desk.ts';
export type { FailedRequest, OnError } from './log.ts';
export type { PictureControls, PictureOptions } from './serve-pictures.ts';
