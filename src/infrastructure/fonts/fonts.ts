import { existsSync } from 'node:fs';
import { type Coverage, readCoverage } from './coverage';

/** The fonts of printed forms, and what they can draw. */
export interface Fonts {
  /** Files by which nearly everything is set. */
  readonly text: readonly string[];
  /** The same with those for rare characters, which are read only where one of these stands. */
  readonly all: readonly string[];
  /** Characters of a text that the text font lacks: those that another font draws, and those that none does. */
  findRare(text: string): { readonly drawn: readonly string[]; readonly undrawn: readonly string[] };
  /** The text with every character that no font draws written out: 黄〔U+323B0〕. */
  writeOut(text: string): string;
}

const packaged = (name: string) => require.resolve(`@expo-google-fonts/${name}`);
const TEXT = [
  'noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  'noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
];
/** 𠮷 and others of names, which the text font lacks. */
const RARE = ['noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf'];
/** Where systems keep fonts of the rare characters of CJK extensions B to F, once they are installed. */
const INSTALLED = [
  '/usr/share/fonts/truetype/hanazono/HanaMinB.ttf',
  '/usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf',
];
/** What is drawn at all; blanks and marks have no picture. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}\p{Co}\p{Cn}]/u;
const PLAIN = /^[\x20-\x7e]*$/;

/** `own`: files of the office, tried before those of the system. Nothing is read before it is asked for. */
export function createFonts(own: readonly string[] = []): Fonts {
  const text = TEXT.map(packaged);
  const rare = [...RARE.map(packaged), ...own, ...INSTALLED.filter((file) => existsSync(file))];
  let usual: Coverage | null = null;
  let every: Coverage | null = null;
  const isUsual = (point: number) => {
    usual ??= readCoverage(text.slice(0, 1));
    return usual.has(point);
  };
  const isDrawn = (point: number) => {
    if (isUsual(point)) return true;
    every ??= readCoverage(rare);
    return every.has(point);
  };
  const isLacked = (one: string, has: (point: number) => boolean) =>
    VISIBLE.test(one) && !has(one.codePointAt(0) ?? 0);

  return {
    text,
    all: [...text, ...rare],

    findRare(found) {
      if (PLAIN.test(found)) return { drawn: [], undrawn: [] };
      const lacked = [...new Set(found)].filter((one) => isLacked(one, isUsual));
      const undrawn = lacked.filter((one) => isLacked(one, isDrawn));
      return { drawn: lacked.filter((one) => !undrawn.includes(one)), undrawn };
    },

    writeOut: (found) =>
      [...found].map((one) => (isLacked(one, isDrawn) ? `〔${nameCharacter(one)}〕` : one)).join(''),
  };
}

/** U+323B0: how a character is called where it cannot be drawn. */
export function nameCharacter(one: string): string {
  return `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
