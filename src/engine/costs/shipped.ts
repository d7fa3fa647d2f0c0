import type { Coefficients } from './table.ts';
export const SHIPPED: Coefficients = {};
