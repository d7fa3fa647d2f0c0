/** Starts the page. */
import { flushAddress } from './address.ts';
import { App } from './app.ts';
import { fetchCatalog } from './catalog.ts';
import { holdHints } from './controls/hints.ts';
import { copyOnClick } from './copy.ts';
import type { Draft } from './draft.ts';
import { byId } from './element.ts';
import { showProblem } from './faults.ts';
import { addHistory } from './history-buttons.ts';
import { icon } from './icons.ts';
import { type Linked, readLink } from './link.ts';
import { addOpeners } from './openers.ts';
import { showOps } from './ops-list.ts';
import { SAMPLES } from './samples.ts';
import { Store } from './store.ts';
import { addTheme } from './theme.ts';

/** What the page shows to those who come without a link: two steps, so that there is something to see and to move. */
const FIRST: Draft = {
  steps: [
    { id: 1, op: 'shadows', params: { amount: 0.4 }, off: false },
    { id: 2, op: 'vibrance', params: { amount: 0.5 }, off: false },
  ],
  output: { format: 'webp', options: {} },
};

const ICONS = {
  open: 'open',
  theme: 'theme',
  'copy-link': 'link',
  'copy-code': 'copy',
  'zoom-in': 'plus',
  'zoom-out': 'minus',
  'zoom-fit': 'fit',
} as const;

for (const [id, name] of Object.entries(ICONS)) byId(id, HTMLButtonElement).prepend(icon(name));

const store = new Store();
const catalog = await fetchCatalog().catch((error) => {
  showProblem('The server does not answer. Load the page again when it does.');
  throw error;
});
const app = new App(store, catalog);

const start = ({ sample, draft }: Linked) => {
  store.restart(draft);
  const own = sample === '' ? SAMPLES[0]?.name : sample;
  return app.openSample(own ?? '');
};

showOps(catalog, (op) => app.add(op));
addHistory(store);
holdHints();
addTheme(() => app.repaint());
addOpeners({
  openFile: (file) => app.openFile(file),
  openSample: (name) => app.openSample(name),
  refuse: (reason) => app.refuse(reason),
});
copyOnClick(
  byId('copy-link', HTMLButtonElement),
  () => 'The link',
  () => {
    flushAddress();
    return location.href;
  },
);
for (const button of document.querySelectorAll<HTMLButtonElement>('#panels button')) {
  button.addEventListener('click', () => showPanel(button.dataset.panel ?? ''));
}
addEventListener('hashchange', () => {
  const linked = readLink(location.hash);
  if (linked) void start(linked);
});
showPanel('steps-panel');
await start(readLink(location.hash) ?? { sample: '', draft: FIRST });

/** On small screens one panel is seen at a time. */
function showPanel(id: string): void {
  document.body.dataset.panel = id;
  for (const button of document.querySelectorAll<HTMLButtonElement>('#panels button')) {
    button.setAttribute('aria-pressed', String(button.dataset.panel === id));
  }
}
