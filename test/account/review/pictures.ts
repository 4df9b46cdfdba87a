import sharp from 'sharp';

/** A picture like a card, in a colour of its own: each seed is another picture. */
export function drawCard(seed: number, { width = 640, height = 400 } = {}): sharp.Sharp {
  const background = { r: (seed * 67) % 256, g: (seed * 131) % 256, b: (seed * 29) % 256 };
  const line = `<rect x="40" y="60" width="${width - 80}" height="40" fill="#222"/>`;
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${line}</svg>`;
  return sharp({ create: { width, height, channels: 3, background } }).composite([
    { input: Buffer.from(drawing) },
  ]);
}

export const drawJpeg = (seed: number): Promise<Buffer> => drawCard(seed).jpeg().toBuffer();
export const drawPng = (seed: number): Promise<Buffer> => drawCard(seed).png().toBuffer();
export const drawGif = (seed: number): Promise<Buffer> => drawCard(seed).gif().toBuffer();
