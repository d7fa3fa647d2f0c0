/** Starts the page. */
import { flushAddress } from './address.ts';
import { App } from './app.ts';
import { showMessage } from './banner.ts';
import { fetchCatalog, opName } from './catalog.ts';
import { holdHints } from './controls/hints.ts';
import { copyOnClick } from './copy.ts';
import type { Draft } from './draft.ts';
import { byId } from './element.ts';
import { addHistory } from './history-buttons.ts';
import { icon } from './icons.ts';
import { type Linked, readLink } from './link.ts';
import { addOpeners } from './openers.ts';
import { showOps } from './ops-list.ts';
import { addPanels } from './panels.ts';
import { SAMPLES } from './samples.ts';
import { addSkips } from './skips.ts';
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
  'problem-close': 'remove',
} as const;

for (const [id, name] of Object.entries(ICONS)) byId(id, HTMLButtonElement).prepend(icon(name));

const store = new Store();
const catalog = await fetchCatalog().catch((error) => {
  byId('stage', HTMLElement).setAttribute('aria-busy', 'false');
  showMessage({
    text: 'The server does not answer. Load the page again when it does.',
    action: { title: 'Load again', run: () => location.reload() },
  });
  throw error;
});
const app = new App(store, catalog);

/** Shows the state of a link. Links hold no pictures of one's own: one that is open stays, else a sample takes its place. */
async function start(linked: Linked): Promise<void> {
  const steps = linked.draft.steps.map((step) => ({ ...step, op: opName(catalog, step.op) }));
  store.restart({ ...linked.draft, steps });
  const { name = '' } = SAMPLES.find((each) => each.name === linked.sample) ?? {};
  const isKept = linked.sample === '' && app.isOwn;
  if (!isKept && !(await app.openSample(name))) return;
  const text = lostBy(linked, isKept || name !== '');
  if (text !== '') showMessage({ text, isNotice: true });
}

/** Says what a link could not bring back; nothing if all of it is there. */
function lostBy({ sample, isCut }: Linked, hasPicture: boolean): string {
  const picture =
    sample === ''
      ? 'Links hold no pictures of your own. Here is a sample; open yours again.'
      : `There is no sample called ${sample}. Here is another one.`;
  const steps = 'Parts of the link cannot be read, and are left out.';
  return [...(isCut ? [steps] : []), ...(hasPicture ? [] : [picture])].join(' ');
}

showOps(catalog, (op) => app.add(op));
addHistory(store);
holdHints();
addTheme(() => app.repaint());
addOpeners({
  openFile: (file) => app.openFile(file),
  openSample: (name) => app.openSample(name),
  openOwn: () => app.openOwn(),
});
copyOnClick(
  byId('copy-link', HTMLButtonElement),
  () => 'The link',
  () => {
    flushAddress();
    return location.href;
  },
);
addEventListener('hashchange', () => {
  const linked = readLink(location.hash);
  if (linked) void start(linked);
});
addPanels('steps-panel');
addSkips();
await start(readLink(location.hash) ?? { sample: SAMPLES[0]?.name ?? '', draft: FIRST });
