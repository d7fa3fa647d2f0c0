import { expect, it } from 'vitest';
import { View } from '../../../../src/playground/page/stage/view.ts';

it('keeps what is in the middle there when the stage changes its size, and no gap at the edges', () => {
  const view = new View();
  view.setStage({ width: 800, height: 600 });
  view.setPicture({ width: 4000, height: 3000 });
  view.zoomTo(1);
  const middle = view.pixelAt(400, 300);
  view.setStage({ width: 300, height: 200 });
  expect(view.pixelAt(150, 100)).toEqual(middle);
  view.moveBy(9999, 9999);
  view.setStage({ width: 800, height: 600 });
  expect([view.left, view.top]).toEqual([0, 0]);
});
