import { ButtonStyle, ComponentType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { en } from '../../../src/messages/en/messages.js';
import { button, row } from '../../../src/discord/presenters/components.js';
import { presentPressed, type UnderMessage } from '../../../src/discord/presenters/way-out.js';

const link = {
  type: ComponentType.Button,
  style: ButtonStyle.Link,
  label: 'Site',
  url: 'https://example.org',
} as const;
const sent = [row(button('not-tonight:c1', 'Not tonight'), button('stop:c1', 'Stop these messages'), link)];

function after(pressed: UnderMessage, components = sent) {
  return [...(presentPressed(en, components, pressed).components ?? [])];
}

function disabled(pressed: UnderMessage): boolean[] {
  return (after(pressed)[0]?.components ?? []).map((each) => each.disabled ?? false);
}

describe('presentPressed', () => {
  it('switches off what the press has settled, and nothing else', () => {
    expect(disabled('stop')).toEqual([true, true, false]);
  });

  it('puts the way back in the place of "Not tonight", and the other way round', () => {
    const back = button('back-in:c1', en.buttons.backIn);
    expect(after('not-tonight')[0]?.components).toEqual([back, ...sent[0]!.components.slice(1)]);
    expect(after('back-in', after('not-tonight'))).toEqual(sent);
    expect(after('stop', after('not-tonight'))[0]?.components[0]).toEqual({ ...back, disabled: true });
  });

  it('leaves the text of the message alone', () => {
    expect(Object.keys(presentPressed(en, sent, 'stop'))).toEqual(['components']);
  });

  it('keeps labels and ids', () => {
    expect(after('stop')[0]?.components).toMatchObject(sent[0]?.components ?? []);
  });
});
