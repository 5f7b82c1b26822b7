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

  const asked = [
    row(
      button('coming:c1', 'Coming'),
      button('later:c1', 'Later'),
      button('not-tonight:c1', 'Not tonight'),
      link,
      button('stop:c1', 'Stop these messages'),
    ),
  ];
  const ids = (components: typeof asked): (string | undefined)[][] =>
    components.map((each) =>
      each.components.map((one) => ('custom_id' in one ? one.custom_id.split(':')[0] : 'link')),
    );

  it('marks the answer, keeps the link, and makes room for the minutes with the way to stop still there', () => {
    const coming = after('coming', asked) as typeof asked;
    expect(ids(coming)).toEqual([['coming', 'later', 'not-tonight', 'stop', 'link']]);
    expect(coming[0]?.components.map((each) => ('style' in each ? each.style : null))).toEqual([
      ...[
        ButtonStyle.Success,
        ButtonStyle.Secondary,
        ButtonStyle.Secondary,
        ButtonStyle.Secondary,
        ButtonStyle.Link,
      ],
    ]);
    const minutes = after('later', coming) as typeof asked;
    expect(ids(minutes)).toEqual([['late-10', 'late-20', 'late-30', 'back', 'stop'], ['link']]);
    expect(ids(after('late-20', minutes) as typeof asked)).toEqual(ids(coming));
  });

  it('leaves nothing to answer after Stop', () => {
    expect(after('stop', asked)[0]?.components.map((each) => each.disabled ?? false)).toEqual([
      ...[true, true, true, false, true],
    ]);
  });
});
