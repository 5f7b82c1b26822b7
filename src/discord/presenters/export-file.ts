import type { AttachmentPayload } from 'discord.js';
import { exportFileName, personalDataExport } from '../../services/personal-data-export.js';
import type { PersonalData } from '../../services/privacy.js';

/** The export as a file to attach. `now` in milliseconds. */
export function exportFile(data: PersonalData, now: number): AttachmentPayload {
  const json = `${JSON.stringify(personalDataExport(data, now), null, 2)}\n`;
  return { name: exportFileName(data, now), attachment: Buffer.from(json) };
}
