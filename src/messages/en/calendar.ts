import type { CalendarTexts } from '../texts/calendar.js';

export const calendar: CalendarTexts = {
  name: (community) => (community === null ? 'Session nights' : `Session nights · ${community}`),
  event: (community) => (community === null ? 'Session night' : `Session night · ${community}`),
  calledOff: (event) => `Called off: ${event}`,
  said: {
    yes: 'You’re in.',
    available: 'You’re available if more players are needed.',
  },
  off: 'This session has been called off.',
  about:
    'Subscribe to a private address in your calendar app, and it shows the evenings you’ve said yes to, and when one is called off. Weekly answers and maybes aren’t in it.',
  since: (made) =>
    `You made your address on ${made}. It can’t be shown again; make a new one if you need it.`,
  none: 'You have no calendar address yet.',
  shown:
    'Here’s your address. Copy it now, it won’t be shown again, and don’t share it: anyone who has it sees these evenings.',
  make: 'Make an address',
  renew: 'Make a new address',
  end: 'Turn it off',
  open: 'Open in my calendar app',
  renewHint: 'A new address ends the old one.',
  ended: 'Turned off: your calendar address no longer works.',
};
