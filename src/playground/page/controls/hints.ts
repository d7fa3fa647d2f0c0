/** Keeps hints where they are while the mouse is pressed. */

/**
 * Hints are seen in the row that has the focus. A press elsewhere takes the focus away; if the hint vanished at once,
 * everything below would move up under the mouse, and the click would miss.
 */
export function holdHints(): void {
  let held: Element | null | undefined;
  document.addEventListener('pointerdown', () => {
    release();
    held = document.activeElement?.closest('.row');
    held?.classList.add('held');
  });
  function release(): void {
    held?.classList.remove('held');
    held = undefined;
  }
  for (const end of ['pointerup', 'pointercancel'] as const) {
    // The click comes after it.
    document.addEventListener(end, () => setTimeout(release));
  }
}
