import type { UploadedFile } from './wire.js';

/** The parts of a form: its plain fields, and its files (`files[n]`). */
export interface Form {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: UploadedFile[];
}

/** Reads a multipart/form-data body (RFC 7578). `contentType`: the request's header with the boundary. */
export function parseMultipart(body: Buffer, contentType: string): Form {
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/i.exec(contentType);
  const delimiter = Buffer.from(`--${(boundary?.[1] ?? boundary?.[2] ?? '').trim()}`);
  const fields = new Map<string, string>();
  const files: UploadedFile[] = [];
  let start = body.indexOf(delimiter);
  while (start !== -1) {
    const next = body.indexOf(delimiter, start + delimiter.length);
    if (next === -1) break;
    const part = body.subarray(start + delimiter.length + 2, next - 2);
    const headerEnd = part.indexOf('\r\n\r\n');
    const head = part.subarray(0, headerEnd).toString('utf8');
    const data = part.subarray(headerEnd + 4);
    const name = /[ ;]name="([^"]*)"/i.exec(head)?.[1] ?? '';
    const filename = /filename="([^"]*)"/i.exec(head)?.[1];
    if (filename === undefined) {
      fields.set(name, data.toString('utf8'));
    } else {
      files.push({
        index: /\[(\d+)\]/.exec(name)?.[1] ?? String(files.length),
        filename,
        contentType: /content-type:\s*([^\r\n]+)/i.exec(head)?.[1],
        data: Buffer.from(data),
      });
    }
    start = next;
  }
  return { fields, files };
}
