import { commonNumbers, commonStems, commonWords } from './common-words';

/** Rows, columns and diagonals of a keyboard, with and without shift, the keys of numbers, and the alphabet. */
const walks: readonly string[] = [
  ...[
    '`1234567890-=',
    '~!@#$%^&*()_+',
    'qwertyuiop[]',
    'asdfghjkl;',
    'zxcvbnm,./',
    'abcdefghijklmnopqrstuvwxyz',
  ],
  ...['01234567890', '1qaz2wsx3edc4rfv5tgb6yhn7ujm', '!qaz@wsx#edc$rfv%tgb', 'qazwsxedcrfvtgbyhnujm'],
  ...[
    '1q2w3e4r5t6y7u8i9o0p',
    'q1w2e3r4t5y6u7i8o9p0',
    '147258369',
    '741852963',
    '789456123',
    '159357',
    '963852741',
  ],
].flatMap((row) => [row, [...row].reverse().join('')]);

/** From so many signs on a walk is one by itself, and not by chance. */
const LONG_WALK = 6;
/** From so many on it is nothing that has to be guessed beside the rest. */
const SHORT_WALK = { digits: 3, others: 4 } as const;
/** Letters and digits that have to be guessed one by one, where a password is no guess. */
const FEWEST = 3;
/** Signs between letters and digits that cost a guesser nothing. */
const FREE_SYMBOLS = 2;
/** The same sign so often in a row. */
const LONG_REPEAT = 5;

const SYLLABLE =
  /^(?:er|(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ue|ui|uo|ve|[aeiouv]))/;
const DIGITS_OF_DATES = [
  /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/,
  /^\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/,
  /^(?:19|20)\d\d(?:0?[1-9]|1[0-2])/,
  /^(?:19[4-9]|20[0-4])\d/,
  /^(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/,
];

/** Signs that stand for letters: p@ssw0rd. `1` is i or l. */
const leet = { '0': 'o', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' } as const;
const unleet = (text: string, one: 'i' | 'l') =>
  text.replace(/[013457@$!]/g, (sign) => (sign === '1' ? one : (leet[sign as keyof typeof leet] ?? sign)));

/** How far a walk reaches from the beginning of a text. */
function findWalk(text: string): number {
  let length = 0;
  while (length < text.length && walks.some((walk) => walk.includes(text.slice(0, length + 1)))) length += 1;
  return length;
}

/** Whether signs stand in a row as on a keyboard or in the alphabet. */
function hasLongWalk(lower: string): boolean {
  return [...lower].some((_sign, at) => findWalk(lower.slice(at)) >= LONG_WALK);
}

/** Whether one sign comes again and again, or the whole is one block some times. */
function isRepeated(lower: string): boolean {
  return new RegExp(`(.)\\1{${LONG_REPEAT - 1}}`).test(lower) || /^(.+?)\1+$/.test(lower);
}

/** One or two digits put behind all the rest, and one sign three times and more. */
const FILLINGS = [/^\d{1,2}(?=[^a-z0-9]*$)/, /^(.)\1{2,}/];

/** How long the things are that a guesser has ready for the beginning of `rest`, behind `before`. */
function listReady(before: string, rest: string, words: readonly string[]): readonly number[] {
  const spellings = [rest, unleet(rest, 'i'), unleet(rest, 'l')];
  const named = words.filter((word) => spellings.some((text) => text.startsWith(word)));
  const walk = findWalk(rest);
  const shortest = /^\d/.test(rest) ? SHORT_WALK.digits : SHORT_WALK.others;
  const again = [...before]
    .map((_sign, at) => before.slice(at))
    .filter((end) => end.length >= 3 && rest.startsWith(end));
  const shapes = /\d$/.test(before) ? DIGITS_OF_DATES : [...DIGITS_OF_DATES, ...FILLINGS];
  return [
    ...[...named, ...again].map(({ length }) => length),
    ...shapes.flatMap((shape) => shape.exec(rest)?.[0].length ?? []),
    ...(walk >= shortest ? [walk] : []),
  ];
}

/**
 * How many letters and digits of a password are left to be guessed where words, names in pinyin (one for a syllable),
 * dates, well-known numbers and rows of keys are ready.
 */
function countLeft(lower: string, words: readonly string[]): number {
  const left: number[] = Array.from({ length: lower.length + 1 }, () => 0);
  for (let at = lower.length - 1; at >= 0; at -= 1) {
    const rest = lower.slice(at);
    const one = /^[a-z0-9]/.test(rest) ? 1 : 0;
    const syllable = SYLLABLE.exec(rest)?.[0].length ?? 1;
    left[at] = Math.min(
      one + (left[at + 1] ?? 0),
      1 + (left[at + syllable] ?? 0),
      ...listReady(lower.slice(0, at), rest, words).map((length) => left[at + length] ?? 0),
    );
  }
  const symbols = new Set(lower.replace(/[a-z0-9]/g, '')).size;
  return (left[0] ?? 0) + Math.max(0, symbols - FREE_SYMBOLS);
}

export type Guess = 'common' | 'walk' | 'repeated' | 'personal';

const words = [...commonWords, ...commonStems, ...commonNumbers];

/**
 * Why somebody who knows how people choose passwords finds one within some thousands of tries; null: no such reason.
 * `own`: numbers and names of the owner, in lower case, of which a part is as bad as the whole.
 *
 * Worked cases: Zhiyuan-2021 common, P@ssw0rd-x1A common, Wang@1998 common, Woaini#1314 common, Abc@1234 common,
 * Asdfgh-81k walk, Kx7%Kx7% repeated, Kk-88888x repeated; Wang@8845 of somebody whose phone ends in 8845 personal;
 * Wang@8845 of another, Yellow#River7 and Kx7#wTq9 null.
 */
export function findGuess(password: string, own: readonly string[]): Guess | null {
  const lower = password.toLowerCase();
  const spellings = [lower, unleet(lower, 'i'), unleet(lower, 'l')];
  if (commonWords.some((word) => spellings.some((text) => text.includes(word)))) return 'common';
  if (hasLongWalk(lower)) return 'walk';
  if (isRepeated(lower)) return 'repeated';
  if (countLeft(lower, words) < FEWEST) return 'common';
  return countLeft(lower, [...words, ...own]) < FEWEST ? 'personal' : null;
}
