import type { Adjustment } from '../../rules/filing/choice-list';
import { isJoinedCode, isWellFormedCode, normaliseCode, splitCombinedCode } from '../../rules/filing/codes';
import type { RulePack } from '../../rules/pack/rule-pack';

/** One choice as a pasted line tells it. Codes are normalised; nothing was looked up but names. */
export interface PastedChoice {
  /** 1-based line of the text. */
  readonly line: number;
  readonly text: string;
  readonly institution: string;
  readonly group: string;
  readonly majors: readonly string[];
  readonly adjustment: Adjustment | null;
  /** Words that are neither code nor name of anything. */
  readonly unread: readonly string[];
}

export interface PastedLine {
  readonly line: number;
  readonly text: string;
}

export interface PastedList {
  readonly choices: readonly PastedChoice[];
  /** Lines without any code or name of an institution: headings, notes. */
  readonly skipped: readonly PastedLine[];
}

/** What the plan knows by name; '' where it knows none, or several. */
export interface PastedNames {
  institutionOf(name: string): string;
  majorOf(institution: string, name: string): string;
  /** Whether all that the institution offers bears this name and has no code of its own (专升本): it says the same. */
  isOnlyMajor(institution: string, name: string): boolean;
}

const SEPARATORS = /[\s,，、;；|/]+/;
const ADJUSTMENTS: Readonly<Record<string, Adjustment>> = {
  同意: 'agree',
  服从: 'agree',
  是: 'agree',
  不同意: 'refuse',
  不服从: 'refuse',
  否: 'refuse',
};
/** [0001]北京体育大学, 0001北京体育大学, 16.马克思主义理论. */
const CODE_AND_NAME = /^[[（(【]?([0-9A-Z]+)[\]）)】.．:：]*(.*)$/u;
/** What stands in front of a code in tables and notes: 院校代号：0001, 专业1：16. */
const LABEL = /^(院校代号|院校|专业组|专业调剂|专业代号|专业\d*|调剂)[:：]?/u;
const ORDINAL = /^(第?[一二三四五六七八九十\d]+)?(平行|第[一二三四])?志愿\d*[:：]?$|^\d{1,2}[.．]?$/u;

/**
 * Reads a list as people keep them: a table with headings, lines with blanks, tabs or commas between the codes, names
 * behind the codes or instead of them. A line of 专业 alone goes with the institution before it. Nothing is guessed: what
 * is no code and no name is told, and `1` never becomes `0001`.
 */
export function readPastedList(text: string, codes: RulePack['codes'], names: PastedNames): PastedList {
  const choices: PastedChoice[] = [];
  const skipped: PastedLine[] = [];
  text.split(/\r\n|[\r\n]/).forEach((line, index) => {
    if (line.trim() === '') return;
    const at = { line: index + 1, text: line.trim() };
    const read = readLine(line, codes, names, choices.at(-1)?.institution ?? '');
    const before = choices.at(-1);
    if (read.institution !== '') choices.push({ ...at, ...read });
    else if (before !== undefined && read.majors.length > 0 && read.unread.length === 0)
      choices[choices.length - 1] = {
        ...before,
        text: `${before.text} ${at.text}`,
        majors: [...before.majors, ...read.majors],
        adjustment: read.adjustment ?? before.adjustment,
      };
    else skipped.push(at);
  });
  return { choices, skipped };
}

type ReadLine = Omit<PastedChoice, 'line' | 'text'>;

function readLine(
  line: string,
  codes: RulePack['codes'],
  names: PastedNames,
  institutionBefore: string,
): ReadLine {
  const words = line
    .split(SEPARATORS)
    .map((word) => normaliseCode(word).replace(LABEL, ''))
    .filter((word) => word !== '');
  const read: Reading = {
    institution: '',
    group: '',
    majors: [],
    adjustment: null,
    unread: [],
  };
  // A number in front of an institution counts the choices; in front of nothing else it is a 专业.
  const named = words.slice(1).some((word) => isInstitution(word, codes, names));
  const [first = ''] = words;
  const counted = named && ORDINAL.test(first) && !isInstitution(first, codes, names);
  for (const word of counted ? words.slice(1) : words)
    readWord(word, read, { codes, names, institutionBefore });
  return read;
}

type Reading = { -readonly [Key in keyof ReadLine]: ReadLine[Key] } & { majors: string[]; unread: string[] };

function readWord(
  word: string,
  read: Reading,
  {
    codes,
    names,
    institutionBefore,
  }: {
    readonly codes: RulePack['codes'];
    readonly names: PastedNames;
    readonly institutionBefore: string;
  },
): void {
  const adjustment = ADJUSTMENTS[word];
  const code = codeOf(word);
  if (adjustment !== undefined) read.adjustment = adjustment;
  else if (read.institution === '' && readPlace(code, read, codes)) return;
  else if (takesGroup(read, codes) && codes.group && isWellFormedCode(code, codes.group)) read.group = code;
  else if (isWellFormedCode(code, codes.major)) read.majors.push(code);
  else readName(word, read, names, institutionBefore);
}

/** 院校代号, alone or with 专业组 as one code. */
function readPlace(code: string, read: Reading, codes: RulePack['codes']): boolean {
  const joined = isJoinedCode(code, codes);
  if (joined) Object.assign(read, splitCombinedCode(code, codes.institution));
  else if (isWellFormedCode(code, codes.institution)) read.institution = code;
  return joined || read.institution !== '';
}

/** The code in front of a word: 0001北京体育大学; '' where there is none, or a number with its unit: 5000元. */
function codeOf(word: string): string {
  const [, code = '', name = ''] = CODE_AND_NAME.exec(word) ?? [];
  return /^(元|年|人|级|分|名)/u.test(name) ? '' : code;
}

function isInstitution(word: string, codes: RulePack['codes'], names: PastedNames): boolean {
  const code = codeOf(word);
  return (
    isWellFormedCode(code, codes.institution) || isJoinedCode(code, codes) || names.institutionOf(word) !== ''
  );
}

function takesGroup(
  read: { institution: string; group: string; majors: string[] },
  codes: RulePack['codes'],
) {
  return (
    codes.group !== undefined && read.institution !== '' && read.group === '' && read.majors.length === 0
  );
}

/** The name of an institution, or of a 专业 there; names behind a code that was read say the same once more. */
function readName(
  word: string,
  read: { institution: string; majors: string[]; unread: string[] },
  names: PastedNames,
  institutionBefore: string,
): void {
  const institution = names.institutionOf(word);
  if (institution !== '') {
    if (read.institution === '') read.institution = institution;
    return;
  }
  const where = read.institution || institutionBefore;
  if (names.isOnlyMajor(where, word)) return;
  const major = names.majorOf(where, word);
  if (major === '') read.unread.push(word);
  else if (!read.majors.includes(major)) read.majors.push(major);
}
