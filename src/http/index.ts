/** The public interface of `noir-image/hono`. */

export { Metrics } from '../service/metrics/metrics.ts';
export { type AppOptions, createApp, type NoirApp } from './app.ts';
export * from './fetch.ts';
export type { Adapters } from './image/adapter-routes.ts';
export type { ImageOptions } from './image/routes.ts';
export { noir } from './middleware.ts';
export type { AnsweredRequest } from './observe.ts';
export { type Listening, type ServeOptions, serve } from './serve.ts';
export type { PictureMiddleware } from './serve-pictures.ts';
