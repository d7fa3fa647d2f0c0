import { expect, it } from 'vitest';
import {
  addPoint,
  movePoint,
  nearestPoint,
  readPoints,
  writePoints,
} from '../../../../src/playground/page/controls/curve-points.ts';

const points = [
  { x: 0, y: 0 },
  { x: 0.5, y: 0.25 },
  { x: 1, y: 1 },
];

it('reads and writes the numbers of a curve, and nothing else', () => {
  expect(readPoints([0, 0, 0.5, 0.25, 1, 1])).toEqual(points);
  expect(writePoints(points)).toEqual([0, 0, 0.5, 0.25, 1, 1]);
  for (const wrong of ['0:0', [0, 0], [0, 0, 1], [0, 0, 0, 1], [0, 0, 2, 1], [0, 0, 'x', 1]]) {
    expect(readPoints(wrong)).toBeUndefined();
  }
});

it('moves a point no further than to its neighbours', () => {
  expect(movePoint(points, 1, { x: 2, y: -1 })[1]).toEqual({ x: 0.99, y: 0 });
  expect(movePoint(points, 0, { x: -1, y: 2 })[0]).toEqual({ x: 0, y: 1 });
  expect(movePoint(points, 2, { x: 0.2, y: 0.5 })[2]).toEqual({ x: 0.51, y: 0.5 });
});

it('adds a point in its order, where there is room', () => {
  expect(addPoint(points, { x: 0.7, y: 0.1 })?.at).toBe(2);
  expect(addPoint(points, { x: 0.505, y: 0.9 })).toBeUndefined();
});

it('finds the nearest point within a distance', () => {
  expect(nearestPoint(points, { x: 0.53, y: 0.25 }, 0.05)).toBe(1);
  expect(nearestPoint(points, { x: 0.6, y: 0.25 }, 0.05)).toBeUndefined();
});
