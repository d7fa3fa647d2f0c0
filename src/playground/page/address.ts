/** Keeps the address of the page a link to what is on it. */

/** Milliseconds between two changes of the address. Safari takes 100 of them in 30 s, and a slider moves more often. */
const APART = 500;

let wanted: string | undefined;
let written: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Makes a link the address of the page: at once, or soon where the last change was a moment ago. */
export function writeAddress(link: string): void {
  wanted = link;
  if (timer === undefined) flushAddress();
}

/** Writes the newest link now, as somebody needs who copies it. */
export function flushAddress(): void {
  clearTimeout(timer);
  timer = undefined;
  if (wanted === undefined) return;
  // An address that somebody else has changed meanwhile is a link that the page is about to follow.
  if (written === undefined || location.hash === written) history.replaceState(null, '', wanted);
  wanted = undefined;
  written = location.hash;
  timer = setTimeout(() => {
    timer = undefined;
    flushAddress();
  }, APART);
}

// A page that is loaded anew shows the newest state.
addEventListener('pagehide', flushAddress);
