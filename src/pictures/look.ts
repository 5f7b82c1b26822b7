/**
 * How pictures look. They bring their own dark ground, so that they read alike in Discord's dark and light
 * themes; each colour also differs from its neighbours in brightness, for people who see few colours.
 */
export const LOOK = {
  ground: '#2b2d31',
  text: '#f2f3f5',
  dim: '#b5bac1',
  line: '#44474e',
  here: '#3ba55d',
  joined: '#a3e4b8',
  server: '#f0b232',
  missing: '#5c6068',
} as const;

/** The family of the only font. */
export const FONT = 'DejaVu Sans';

/** Text, escaped to stand between tags. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** An SVG document on the ground; sizes in units. */
export function card(width: number, height: number, shapes: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}">`,
    `<rect width="${width}" height="${height}" rx="10" fill="${LOOK.ground}"/>`,
    ...shapes,
    '</svg>',
  ].join('\n');
}

/** A line of text; `anchor` says which of its points is at `x`. */
export function label(
  x: number,
  y: number,
  content: string,
  look: { size?: number; fill?: string; anchor?: 'start' | 'middle' | 'end'; bold?: boolean } = {},
): string {
  const { size = 14, fill = LOOK.text, anchor = 'start', bold = false } = look;
  const weight = bold ? ' font-weight="700"' : '';
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" text-anchor="${anchor}"${weight}>${escaped(content)}</text>`;
}

/** A text's rough width at a size, to place something beside it: nothing measures fonts here. */
export function widthOf(text: string, size: number): number {
  return Array.from(text).length * size * 0.6;
}

/** A legend from left to right, beginning at `x`. */
export function legend(
  x: number,
  y: number,
  entries: readonly { readonly fill: string; readonly text: string }[],
): string[] {
  let left = x;
  return entries.flatMap(({ fill, text }) => {
    const shapes = [
      `<rect x="${left}" y="${y - 11}" width="13" height="13" rx="3" fill="${fill}"/>`,
      label(left + 20, y, text, { size: 14 }),
    ];
    left += 20 + widthOf(text, 14) + 22;
    return shapes;
  });
}
