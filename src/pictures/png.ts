import { createRequire } from 'node:module';
import { FONT } from './look.js';

/** Pixels per unit: people look at pictures on screens with small pixels. */
const ZOOM = 2;

/** Machines without a screen have no fonts, so the pictures bring theirs. */
const { resolve } = createRequire(import.meta.url);
const FILES = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];

/**
 * Draws an SVG document as PNG, on a thread of its own.
 * @throws when it can't be drawn.
 */
export async function pngOf(svg: string): Promise<Uint8Array> {
  // Native code that is needed once an evening: only drawing loads it.
  const { renderAsync } = await import('@resvg/resvg-js');
  const image = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: ZOOM },
    font: {
      loadSystemFonts: false,
      fontFiles: FILES.map((file) => resolve(`dejavu-fonts-ttf/ttf/${file}`)),
      defaultFontFamily: FONT,
    },
    logLevel: 'off',
  });
  return image.asPng();
}
