import { ButtonStyle, ComponentType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { button, row } from '../../../src/discord/presenters/components.js';
import { presentPressed } from '../../../src/discord/presenters/way-out.js';

const link = {
  type: ComponentType.Button,
  style: ButtonStyle.Link,
  label: 'Site',
  url: 'https://example.org',
} as const;
const sent = [row(button('not-tonight:c1', 'Not tonight'), button('stop:c1', 'Stop these messages'), link)];

function disabled(pressed: 'not-tonight' | 'stop'): boolean[] {
  const [first] = presentPressed(sent, pressed).components ?? [];
  return (first?.components ?? []).map((each) => each.disabled ?? false);
}

describe('presentPressed', () => {
  it('switches off what the press has settled, and nothing else', () => {
    expect(disabled('not-tonight')).toEqual([true, false, false]);
    expect(disabled('stop')).toEqual([true, true, false]);
  });

  it('leaves the text of the message alone', () => {
    expect(Object.keys(presentPressed(sent, 'stop'))).toEqual(['components']);
  });

  it('keeps labels and ids', () => {
    const [first] = presentPressed(sent, 'stop').components ?? [];
    expect(first?.components).toMatchObject(sent[0]?.components ?? []);
  });
});
