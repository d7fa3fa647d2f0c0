/** Dark, light, or as the system is. The choice is kept in this browser. */
import { byId } from './element.ts';

const THEMES = ['auto', 'light', 'dark'] as const;

const KEY = 'noir-theme';

export function addTheme(changed: () => void): void {
  const button = byId('theme', HTMLButtonElement);
  let theme = readTheme();
  const show = () => {
    document.documentElement.dataset.theme = theme;
    button.setAttribute('aria-label', `Theme: ${theme}`);
    button.title = `Theme: ${theme}`;
  };
  show();
  button.addEventListener('click', () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto';
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // A browser that keeps nothing for this page.
    }
    show();
    changed();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
}

function readTheme(): (typeof THEMES)[number] {
  try {
    const kept = localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === kept) ?? 'auto';
  } catch {
    return 'auto';
  }
}
