import { z } from 'zod';
import type { Contact } from '../../domain/contact.js';

const text = z.string().nullish();

const envelopeSchema = z.object({
  envelope: z.object({
    source: text,
    sourceNumber: text,
    sourceUuid: text,
    sourceName: text,
    dataMessage: z
      .object({ message: text, groupInfo: z.unknown().optional(), groupV2: z.unknown().optional() })
      .nullish(),
  }),
});

/** Something a person wrote to us, and to nobody else. */
export interface DirectMessage {
  readonly contact: Contact;
  readonly text: string;
}

/** A message somebody wrote to our number alone; `null` for groups, receipts, stories and everything else. */
export function directMessageIn(received: unknown, ownNumber: string): DirectMessage | null {
  const parsed = envelopeSchema.safeParse(received);
  if (!parsed.success) return null;
  const { source, sourceNumber, sourceUuid, sourceName, dataMessage } = parsed.data.envelope;
  // Who hides their number is known, and can be written to, by an id.
  const address = sourceNumber ?? source ?? sourceUuid;
  if (!dataMessage?.message || !address || address === ownNumber) return null;
  if (dataMessage.groupInfo != null || dataMessage.groupV2 != null) return null;
  return { contact: { address, name: sourceName ?? '' }, text: dataMessage.message };
}
