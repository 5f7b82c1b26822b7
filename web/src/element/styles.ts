import { type CSSResult, unsafeCSS } from 'lit';
import controls from '../styles/controls.css?inline';
import promote from '../styles/promote.css?inline';
import theme from '../styles/theme.css?inline';

/** What the modal looks like; adopted by its shadow root, so that nothing of it reaches the page around. */
export const promoteStyles: CSSResult[] = [theme, controls, promote].map((css) => unsafeCSS(css));
