import { $ } from './dom.js';

const choices = ['auto', 'light', 'dark'] as const;
type Choice = (typeof choices)[number];
const names = { auto: 'Auto', light: 'Light', dark: 'Dark' };

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

function stored(): Choice {
  try {
    return choices.find((choice) => choice === localStorage.getItem('theme')) ?? 'auto';
  } catch {
    return 'auto'; // storage may be forbidden
  }
}

function apply(choice: Choice): void {
  const isDark = choice === 'dark' || (choice === 'auto' && systemIsDark.matches);
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
  const button = $('theme');
  button.textContent = names[choice];
  button.setAttribute('aria-label', `${names[choice]}: colour theme`);
  document.dispatchEvent(new Event('themechange'));
}

/** Calls back now, and whenever the theme changes, with what reads a colour of the style by its name. */
export function onTheme(listener: (colour: (name: string) => string) => void): void {
  const tell = (): void => {
    const style = getComputedStyle(document.documentElement);
    listener((name) => style.getPropertyValue(`--${name}`));
  };
  tell();
  document.addEventListener('themechange', tell);
}

export function startTheme(): void {
  let choice = stored();
  apply(choice);
  systemIsDark.addEventListener('change', () => {
    apply(choice);
  });
  $('theme').addEventListener('click', () => {
    choice = choices[(choices.indexOf(choice) + 1) % choices.length] as Choice;
    try {
      localStorage.setItem('theme', choice);
    } catch {
      // then it lasts as long as the page
    }
    apply(choice);
  });
}
