import { randomInt } from 'node:crypto';
import sharp from 'sharp';
import * as svgCaptcha from 'svg-captcha';

/** Capitals and digits that cannot be taken for one another. */
const LETTERS = '234568ABCDEFGHKMPRTUWXY';
const LENGTH = 4;
const WIDTH = 160;
const HEIGHT = 56;

/** The package exports its drawing function itself; its types know only what hangs on it. */
const drawText = (svgCaptcha as unknown as { default: (text: string, options: object) => string }).default;

/** Letters of a new picture, from the system's random source. */
export function createPictureText(): string {
  return Array.from({ length: LENGTH }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
}

/** The picture of these letters as PNG, {@link WIDTH} × {@link HEIGHT}; rendered off the event loop. */
export async function drawPicture(text: string): Promise<Buffer> {
  const drawing = drawText(text, { width: WIDTH, height: HEIGHT, fontSize: 62, noise: 2, color: false });
  return sharp(Buffer.from(drawing))
    .flatten({ background: '#ffffff' })
    .greyscale()
    .png({ palette: true, colours: 16 })
    .toBuffer();
}
