import * as z from 'zod';
import type { Contact } from '../../domain/contact.js';

const text = z.string().nullish();
const content = z
  .object({
    message: text,
    timestamp: z.number().nullish(),
    groupInfo: z.unknown().optional(),
    groupV2: z.unknown().optional(),
  })
  .nullish();

const envelopeSchema = z.object({
  envelope: z.object({
    source: text,
    sourceNumber: text,
    sourceUuid: text,
    sourceName: text,
    dataMessage: content,
    editMessage: z.object({ dataMessage: content }).nullish(),
  }),
});

/** A message from a person to us alone. */
export interface DirectMessage {
  readonly contact: Contact;
  readonly text: string;
  /** It replaces an earlier one of theirs. */
  readonly edited: boolean;
  /** When its person's device sent it (ms since 1970): no other message of theirs has the same. `null` where nobody told. */
  readonly sentAt: number | null;
}

const ACCOUNT = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** A message to our number alone; `null` for groups, receipts, stories and everything else. */
export function directMessageIn(received: unknown, ownNumber: string): DirectMessage | null {
  const parsed = envelopeSchema.safeParse(received);
  if (!parsed.success) return null;
  const { sourceName, editMessage, dataMessage } = parsed.data.envelope;
  const said = dataMessage ?? editMessage?.dataMessage;
  const sender = senderOf(parsed.data.envelope);
  if (!said?.message || !sender || sender.address === ownNumber) return null;
  if (said.groupInfo != null || said.groupV2 != null) return null;
  const contact = { ...sender, name: sourceName ?? '' };
  return { contact, text: said.message, edited: !dataMessage, sentAt: said.timestamp ?? null };
}

/**
 * The sender: their account's id, and their number if they show it. `source` is the one of the two that
 * signal-cli prefers; a person who hides their number gets our messages by id.
 */
function senderOf(envelope: {
  source?: string | null | undefined;
  sourceNumber?: string | null | undefined;
  sourceUuid?: string | null | undefined;
}): Omit<Contact, 'name'> | null {
  const { source, sourceNumber, sourceUuid } = envelope;
  const account = [sourceUuid, source].map((id) => id?.toLowerCase() ?? '').find((id) => ACCOUNT.test(id));
  const isAccount = source?.toLowerCase() === account;
  const address = sourceNumber || (isAccount ? null : source) || account || sourceUuid;
  return address ? { address, account } : null;
}
