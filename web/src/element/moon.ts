import { svg, type SVGTemplateResult } from 'lit';
import type { AvailabilityStatus } from '../../../src/domain/availability.js';

// The fuller the moon, the surer the player. Shapes, so that nobody has to tell colours apart.
const LIT: Record<AvailabilityStatus, string> = {
  LOOKING: 'M12 3a9 9 0 0 1 0 18a9 9 0 0 1 0-18Z',
  AVAILABLE: 'M12 3a9 9 0 0 1 0 18a4.5 9 0 0 1 0-18Z',
  MAYBE: 'M12 3a9 9 0 0 1 0 18a4.5 9 0 0 0 0-18Z',
  NOT_PLAYING: '',
};

/** A status as a phase of the moon; a decoration beside its name. */
export function moon(status: AvailabilityStatus): SVGTemplateResult {
  return svg`<svg class="moon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <circle cx="12" cy="12" r="9" fill="none" stroke-width="1.5"></circle>
    <path d=${LIT[status]} stroke="none"></path>
  </svg>`;
}
