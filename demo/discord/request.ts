import type { IncomingMessage } from 'node:http';
import { parseMultipart } from './multipart.js';
import type { UploadedFile } from './wire.js';

/** The content of a request. */
export interface RequestBody {
  readonly json: unknown;
  readonly files: readonly UploadedFile[];
  readonly malformed?: boolean;
}

/** The request's headers, without the secret in `authorization`. */
export function redactedHeaders(request: IncomingMessage): Record<string, string> {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
  return Object.fromEntries(
    headers.map(([name, value]) => [
      name,
      name === 'authorization' ? value.replace(/ .*/, ' (redacted)') : value,
    ]),
  );
}

/** Reads a request's body: JSON, a plain form, or a form with `payload_json` and files. */
export async function readBody(request: IncomingMessage): Promise<RequestBody> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  if (raw.length === 0) return { json: undefined, files: [] };
  const type = request.headers['content-type'] ?? '';
  try {
    if (type.startsWith('application/x-www-form-urlencoded'))
      return { json: Object.fromEntries(new URLSearchParams(raw.toString('utf8'))), files: [] };
    if (!type.startsWith('multipart/form-data'))
      return { json: JSON.parse(raw.toString('utf8')) as unknown, files: [] };
    const form = parseMultipart(raw, type);
    return { json: JSON.parse(form.fields.get('payload_json') ?? '{}') as unknown, files: form.files };
  } catch {
    return { json: raw.toString('utf8'), files: [], malformed: true };
  }
}
