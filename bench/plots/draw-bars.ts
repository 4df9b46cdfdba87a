import { roundUnits, roundUp } from '../../src/infrastructure/chart-frame';
import type { Plot } from './read-plots';

/** Units of the viewBox. */
const WIDTH = 720;
const LEFT = 220;
const RIGHT = 660;
const TOP = 48;
const BAR = 14;
const GAP = 12;
const COLOURS = ['#1f5fa8', '#4f9d69', '#d08b2c', '#8a4f9e'];
const LINES = 5;

/** A plot as a picture of bars that lie, each with its number. It brings its background: pages are dark or bright. */
export function drawBars({ title, unit, limit, series, rows }: Plot): string {
  const group = series.length * BAR + GAP;
  const bottom = TOP + rows.length * group;
  const most = roundUp(
    Math.max(limit ?? 0, ...rows.flatMap(({ values }) => values)),
    [1, 1.5, 2, 3, 4, 5, 6, 8],
  );
  const scale = (value: number) => roundUnits(LEFT + ((RIGHT - LEFT) * value) / most);
  const grid = Array.from({ length: LINES + 1 }, (_none, at) => (most * at) / LINES).flatMap((value) => [
    `<line x1="${scale(value)}" y1="${TOP - 6}" x2="${scale(value)}" y2="${bottom}" stroke="#dddddd"/>`,
    text(scale(value), bottom + 16, format(value), { anchor: 'middle', colour: '#555555' }),
  ]);
  const bars = rows.flatMap(({ label, values }, row) => {
    const top = TOP + row * group;
    return [
      text(LEFT - 8, top + (series.length * BAR) / 2 + 4, label, { anchor: 'end', colour: '#222222' }),
      ...values.flatMap((value, at) => [
        `<rect x="${LEFT}" y="${top + at * BAR}" width="${roundUnits(scale(value) - LEFT)}" height="${BAR - 2}" fill="${COLOURS[at % COLOURS.length]}"/>`,
        text(scale(value) + 5, top + at * BAR + BAR - 4, format(value), {
          anchor: 'start',
          colour: '#222222',
        }),
      ]),
    ];
  });
  const height = bottom + 30;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-family="sans-serif" font-size="12">`,
    `<title>${encode(`${title}, ${unit}`)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    text(12, 20, `${title}, ${unit}`, { anchor: 'start', colour: '#000000', bold: true }),
    ...(series.length > 1 ? drawLegend(series) : []),
    ...grid,
    ...bars,
    ...(limit === null ? [] : [drawLimit(scale(limit), bottom)]),
    '</svg>',
    '',
  ].join('\n');
}

function drawLegend(series: readonly string[]): readonly string[] {
  return series.flatMap((name, at) => {
    const left = LEFT + at * 150;
    return [
      `<rect x="${left}" y="28" width="10" height="10" fill="${COLOURS[at % COLOURS.length]}"/>`,
      text(left + 15, 37, name, { anchor: 'start', colour: '#222222' }),
    ];
  });
}

const drawLimit = (at: number, bottom: number) =>
  `<line x1="${at}" y1="${TOP - 6}" x2="${at}" y2="${bottom}" stroke="#b00020" stroke-width="2" stroke-dasharray="5 3"/>`;

interface TextStyle {
  readonly anchor: 'start' | 'middle' | 'end';
  readonly colour: string;
  readonly bold?: true;
}

function text(x: number, y: number, words: string, { anchor, colour, bold }: TextStyle): string {
  const weight = bold === true ? ' font-weight="bold"' : '';
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${colour}"${weight}>${encode(words)}</text>`;
}

const encode = (words: string) =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** As many figures as one reads off a bar. */
function format(value: number): string {
  const digits = value === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const rounded = Number(value.toFixed(digits));
  return rounded >= 1000 ? rounded.toLocaleString('en') : String(rounded);
}
