import { Api } from '../api.js';
import { Bridge } from '../bridge.js';
import { Formats } from '../format.js';
import { languageOf, loadTexts } from '../texts.js';
import { DayCard } from './day-card.js';
import { askFirst } from './first-answers.js';
import { MusterPage } from './muster-page.js';
import { TonightSection } from './tonight.js';

/** Shows the page in the browser's language, as far as there are words for it. */
async function show(): Promise<void> {
  const locale = navigator.language;
  // The language the words are in, for screen readers and for the modal.
  document.documentElement.lang = languageOf(locale) === 'en' && !locale.startsWith('en') ? 'en' : locale;
  const bridge = new Bridge(new Api({ endpoint: new URL('.', document.baseURI).href, locale }));
  const asked = askFirst(bridge);
  const texts = await loadTexts(document.documentElement.lang);
  sayInFrame(texts.common.loading);
  for (const [name, element] of [
    ['muster-day', DayCard],
    ['muster-tonight', TonightSection],
    ['muster-page', MusterPage],
  ] as const) {
    customElements.define(name, element);
  }
  const page = new MusterPage();
  page.around = { bridge, texts, formats: new Formats(document.documentElement.lang) };
  const failed = new URLSearchParams(location.search).get('sign_in_error');
  if (failed !== null) {
    page.tellSignIn(failed);
    // Told once: a reload is no second failure.
    history.replaceState(null, '', location.pathname);
  }
  const answers = await asked;
  // The frame that was there at once stands until what takes its place can be drawn: the answers come with the script, and an
  // empty page drawn for a moment costs a phone longer than it waits for them.
  document.querySelector('.frame')?.remove();
  document.body.append(page);
  await page.take(answers);
}

function sayInFrame(words: string): void {
  const said = document.querySelector('.frame .muted');
  if (said) said.textContent = words;
}

/** Says so where the page's words could not be fetched: the frame would stand there loading for ever. */
function tellNotLoaded(): void {
  sayInFrame('Muster can’t be reached. Check your connection, then reload this page.');
}

show().catch(tellNotLoaded);
