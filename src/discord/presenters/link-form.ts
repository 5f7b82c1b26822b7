import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ButtonStyle,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import type { Refusal } from '../../domain/refusal.js';
import type { Messages } from '../../messages/messages.js';
import { customId, MAX_ID } from '../custom-id.js';
import { button, row } from './components.js';
import type { ReplyPayload } from './reply-payload.js';

/** What the form holds, as typed. */
export interface LinkForm {
  readonly guid: string;
  readonly name: string;
}

/** What a button that opens the form carries: what is wanted once it is sent, and what it is filled in with. */
export interface LinkFormButton extends LinkForm {
  readonly wanted: string;
}

/** More than is accepted, so that what is too long is refused in words that help. */
const MAX_TYPED = 100;
const SEPARATOR = '\n';

/** The id of the form: what is wanted once it is sent. A wish that does not fit is not carried. */
function formId(wanted: string): string {
  const id = customId('link-form', wanted);
  return id.length <= MAX_ID ? id : customId('link-form', '');
}

/** A refusal for want of a linked player: a button opens the form, which does what was wanted. */
export function presentLinkFirst({ links }: Messages, wanted: string): ReplyPayload {
  const id = formId(wanted);
  const doesIt = id !== formId('');
  return {
    content: links.linkFirst(doesIt),
    components: [row(button(id, links.openForm, ButtonStyle.Primary))],
  };
}

/** What the id of a button that opens the form carries. */
export function carriedBy(id: string): LinkFormButton {
  const [wanted = '', guid = '', name = ''] = id.split(SEPARATOR);
  return { wanted, guid, name };
}

/** The form: the player's id in the game, and their name there. */
export function presentLinkForm(
  { links: { form } }: Messages,
  { wanted, guid, name }: LinkFormButton,
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: formId(wanted),
    title: form.title,
    components: [
      field('guid', form.guid, form.guidHint, guid),
      field('name', form.name, form.nameHint, name),
    ],
  };
}

/** Why the form was refused, what was typed, and a way to correct it. */
export function presentLinkFormRefused(
  messages: Messages,
  refusal: Refusal,
  { wanted, guid, name }: LinkFormButton,
): ReplyPayload {
  const { links, panel } = messages;
  const filledIn = customId('link-form', [wanted, guid, name].join(SEPARATOR));
  // What does not fit is told back all the same.
  const id = filledIn.length <= MAX_ID ? filledIn : formId(wanted);
  return {
    content: `${messages.refusal(refusal)}\n${links.typed(guid, name)}`,
    components: [row(button(id, panel.buttons.openAgain, ButtonStyle.Primary))],
  };
}

function field(id: keyof LinkForm, label: string, description: string, value: string): APILabelComponent {
  return {
    type: ComponentType.Label,
    label,
    description,
    component: {
      type: ComponentType.TextInput,
      custom_id: id,
      style: TextInputStyle.Short,
      max_length: MAX_TYPED,
      required: true,
      ...(value !== '' && { value }),
    },
  };
}
