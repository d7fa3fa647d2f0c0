/** The servers whose addresses Noir takes, by the names of their adapters. */

export const ADAPTER_NAMES = ['ipx', 'imgproxy', 'cloudflare', 'next'] as const;

export type AdapterName = (typeof ADAPTER_NAMES)[number];
