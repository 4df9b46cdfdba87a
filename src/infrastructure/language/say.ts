import { chinese } from './say-chinese';

/** The languages of the operator's command. Logs are English. */
export const languages = ['en', 'zh'] as const;

export type Language = (typeof languages)[number];

let spoken: Language = 'en';

/** Chooses the language of everything that is said from now on in this process. */
export function speak(language: Language): void {
  spoken = language;
}

/**
 * A sentence for the operator, written in English where it is said and looked up in `say-chinese.ts`. Values stand in
 * the Chinese sentence where it has `{0}`, `{1}` and so on.
 */
export function say(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  const english = parts.reduce((text, part, index) => `${text}${values[index - 1] ?? ''}${part}`);
  if (spoken === 'en') return english;
  const found = chinese[keyOf(parts)];
  return found === undefined
    ? english
    : found.replace(/\{(\d)\}/g, (_all, index: string) => String(values[Number(index)] ?? ''));
}

/** The sentence as `say-chinese.ts` lists it: `{0} candidates are gone`. */
export function keyOf(parts: readonly string[]): string {
  return parts.reduce((key, part, index) => `${key}{${index - 1}}${part}`);
}

/** The language that the environment asks for: LC_ALL before LC_MESSAGES before LANG, as POSIX has it. */
export function findLanguage(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return /^zh\b|^zh_/i.test(locale) ? 'zh' : 'en';
}

/** A sentence that is kept as a whole, such as the summary of a command. */
export function sayText(english: string): string {
  return spoken === 'en' ? english : (chinese[english] ?? english);
}

/** Sentences one after the other. */
export function joinSaid(sentences: readonly string[]): string {
  return sentences.join(spoken === 'en' ? '; ' : '；');
}

/**
 * A text that another part of the program made, in English and with its values filled in: what the log shows too.
 * The pattern of each line is looked up, bullets left aside; one that is not known stays as it is.
 */
export function sayMade(english: string): string {
  if (spoken === 'en') return english;
  return english
    .split('\n')
    .map((line) => line.replace(/^(\s*- )?(.*)$/, (_all, bullet = '', rest = '') => bullet + sayLine(rest)))
    .join('\n');
}

function sayLine(english: string): string {
  const whole = chinese[english];
  if (whole !== undefined) return whole;
  for (const [pattern, sentence] of listPatterns()) {
    const found = pattern.exec(english);
    if (found !== null)
      return sentence.replace(/\{(\d)\}/g, (_all, index: string) => sayLine(found[Number(index) + 1] ?? ''));
  }
  return english;
}

const countOwn = (english: string) => english.replace(/\{\d\}/g, '').length;

let patterns: readonly (readonly [RegExp, string])[] | null = null;

function listPatterns() {
  patterns ??= Object.entries(chinese)
    .filter(([english]) => english.includes('{0}'))
    // Sentences of many own words first: '{0} of {1}' would match nearly all.
    .toSorted(([one], [other]) => countOwn(other) - countOwn(one))
    .map(([english, sentence]) => {
      const escaped = english.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\d\}/g, '(.+)');
      return [new RegExp(`^${escaped}$`), sentence] as const;
    });
  return patterns;
}
