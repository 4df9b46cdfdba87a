import type { Adjustment, SlotChoice } from '../../rules/filing/choice-list';
import { isJoinedCode, isWellFormedCode, normaliseCode, splitCombinedCode } from '../../rules/filing/codes';
import { isSlotEmpty } from '../../rules/filing/normalise-choice-list';
import type { Batch, CodeShape, RulePack, Section } from '../../rules/pack/rule-pack';
import { findPlace, type ListPlace, listPlaces } from './find-place';
import { foldText, hasGroups, type ListColumn } from './list-columns';
import type { ListNames, NameFinding } from './list-names';
import { ListRefused } from './list-refusal';
import type { ListCell, ListTable, TableLine } from './read-list-table';

/** Why a line fills nothing, or what is to be minded of it; `list-file.presenter.ts` has the sentences. */
export type FindingCode =
  | Exclude<ListCell['fault'], null>
  | 'noPlace'
  | 'unknownPlace'
  | 'beyond'
  | 'placeTwice'
  | 'lostZeros'
  | 'malformed'
  | 'nameAlone'
  | 'otherName'
  | 'differentName'
  | 'tooManyMajors'
  | 'badAdjustment'
  | 'noAdjustment';

export interface Finding {
  readonly code: FindingCode;
  /** Heading as the file has it; '' where it is the whole line's. */
  readonly column: string;
  readonly found: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** A line of the file as it was understood. */
export interface ReadLine {
  readonly row: number;
  /** What stands in it, to know it again. */
  readonly text: string;
  /** Null where it is not known. */
  readonly place: ListPlace | null;
  /** Null where something in the line is not understood: then it fills nothing. */
  readonly choice: SlotChoice | null;
  readonly faults: readonly Finding[];
  readonly notes: readonly Finding[];
}

const ADJUSTMENTS: Readonly<Record<string, Adjustment>> = {
  ...{ 同意: 'agree', 服从: 'agree', 同意调剂: 'agree', 服从调剂: 'agree', 是: 'agree' },
  ...{ 不同意: 'refuse', 不服从: 'refuse', 不同意调剂: 'refuse', 不服从调剂: 'refuse', 否: 'refuse' },
};

interface Reading {
  readonly codes: RulePack['codes'];
  readonly names: ListNames;
  readonly table: ListTable;
  readonly line: TableLine;
  readonly faults: Finding[];
  readonly notes: Finding[];
}

/**
 * Reads the lines of a table as choices of a batch. Nothing is guessed: a line with anything that is not understood
 * fills nothing, a code that lost its zeros is not padded, and a name never stands for a code.
 * @throws ListRefused otherBatch, noChoices
 */
export function readListLines(
  table: ListTable,
  batch: Batch,
  { codes, batches }: Pick<RulePack, 'codes' | 'batches'>,
  names: ListNames,
): readonly ReadLine[] {
  checkBatch(table, batch, batches);
  const taken = new Map<string, number>();
  const places = listPlaces(batch);
  const lines = table.lines.map((line): ReadLine => {
    const reading: Reading = { codes, names, table, line, faults: [], notes: [] };
    const { faults, notes } = reading;
    const place = readPlace(reading, batch, places, taken);
    const choice = readChoice(reading, place?.section ?? batch.sections[0]);
    const text = describeLine(line);
    return { row: line.row, text, place, choice: faults.length > 0 ? null : choice, faults, notes };
  });
  // A line beyond the layout in which nothing stands is a row that was numbered ahead.
  const said = lines.filter(({ place, text }) => place !== null || text !== '');
  if (said.every(({ text }) => text === '')) throw new ListRefused('noChoices');
  return said;
}

/** A table of another batch is refused; what others call 批次 (本科批) is no batch of ours, and says nothing. */
function checkBatch({ lines }: ListTable, { name }: Batch, batches: readonly Batch[]): void {
  const others = new Map(batches.map((batch) => [foldText(batch.name), batch.name]));
  others.delete(foldText(name));
  for (const line of lines) {
    const found = others.get(foldText(line.cell('batch').text));
    if (found !== undefined) throw new ListRefused('otherBatch', { row: line.row, found, batch: name });
  }
}

function add(list: Finding[], code: FindingCode, more: Partial<Finding> = {}): void {
  list.push({ code, column: '', found: '', values: {}, ...more });
}

/** A cell as text; what cannot be trusted is a fault of the line. */
function readText({ line, table, faults }: Reading, kind: ListColumn['kind'], index = 0): string {
  const { text, fault } = line.cell(kind, index);
  if (fault === null) return text;
  add(faults, fault, { column: table.headingOf(kind, index), found: text });
  return '';
}

function readPlace(
  reading: Reading,
  batch: Batch,
  places: readonly ListPlace[],
  taken: Map<string, number>,
): ListPlace | null {
  const { table, line, faults } = reading;
  if (!table.has('slot')) {
    const place = places[line.below - 1] ?? null;
    if (place === null) add(faults, 'beyond', { values: { slot: line.below, max: places.length } });
    return place;
  }
  const slot = readText(reading, 'slot');
  const section = readText(reading, 'section');
  if (faults.length > 0) return null;
  const found = findPlace(batch, section, slot);
  if (!('place' in found)) {
    const { fault, ...values } = found;
    add(faults, fault, { column: table.headingOf('slot'), found: `${section}${slot}`, values });
    return null;
  }
  const key = `${found.place.section.code}-${found.place.slot}`;
  const first = taken.get(key);
  if (first !== undefined) {
    add(faults, 'placeTwice', { values: { row: first } });
    return null;
  }
  taken.set(key, line.row);
  return found.place;
}

function readChoice(reading: Reading, section: Section | undefined): SlotChoice | null {
  if (section === undefined) return null;
  const { codes } = reading;
  const { institution, group } = readPlaceCodes(reading, section);
  compareNames(reading, institution, group);
  const majors = readMajors(reading, section, institution, group);
  const posts =
    section.unit === 'school+major+post'
      ? majors.map((_major, at) => readCode(reading, 'post', codes.post, at + 1))
      : [];
  const adjustment = readAdjustment(reading, section);
  return { institution, group, majors, posts, adjustment };
}

/** 院校代号 and 专业组, in two columns or as one code. */
function readPlaceCodes(reading: Reading, section: Section): Pick<SlotChoice, 'institution' | 'group'> {
  const { codes, line } = reading;
  const joined = normaliseCode(line.cell('institution').text);
  const mayJoin = section.unit === 'school+group' && line.cell('group').text === '';
  if (mayJoin && isJoinedCode(joined, codes)) {
    const { institution, group } = splitCombinedCode(
      normaliseCode(readText(reading, 'institution')),
      codes.institution,
    );
    return { institution, group };
  }
  const { institution: shape, group: ofGroup } = codes;
  const combined = section.combinedCode === true && ofGroup !== undefined;
  const whole = combined ? { ...shape, length: shape.length + ofGroup.length } : shape;
  const typed = readCode(reading, 'institution', whole);
  if (combined) return splitCombinedCode(typed, shape);
  return { institution: typed, group: hasGroups(section) ? readCode(reading, 'group', ofGroup) : '' };
}

function readCode(
  reading: Reading,
  kind: 'institution' | 'group' | 'major' | 'post',
  shape: CodeShape | undefined,
  index = 0,
): string {
  const { table, faults } = reading;
  const found = readText(reading, kind, index);
  const code = normaliseCode(found);
  if (code === '' || shape === undefined || isWellFormedCode(code, shape)) return code;
  const isShort = /^\d+$/.test(code) && code.length < shape.length;
  const column = table.headingOf(kind, index);
  const values = { length: shape.length, has: code.length, digits: shape.alphabet };
  add(faults, isShort ? 'lostZeros' : 'malformed', { column, found, values });
  return '';
}

function readMajors(
  reading: Reading,
  section: Section,
  institution: string,
  group: string,
): readonly string[] {
  const { table, line, faults, names, codes } = reading;
  const read = Array.from({ length: section.majors.max }, (_none, at) => {
    const code = readCode(reading, 'major', codes.major, at + 1);
    const name = trusted(line.cell('majorName', at + 1));
    const given = line.cell('major', at + 1).text !== '';
    if (code !== '' && institution !== '')
      compareName(reading, names.major(institution, group, code, name), 'majorName', at + 1, code);
    else if (!given && name !== '')
      add(faults, 'nameAlone', { column: table.headingOf('majorName', at + 1), found: name });
    return code;
  });
  const { max } = section.majors;
  const beyond = Array.from(
    { length: MOST_MAJORS - max },
    (_none, at) => line.cell('major', max + at + 1).text,
  );
  const extra = beyond.filter((text) => text !== '');
  if (extra.length > 0) add(faults, 'tooManyMajors', { found: extra.join('、'), values: { max } });
  return read;
}

/** 专业 for which a file may have columns. */
const MOST_MAJORS = 20;

/** Names help to find what is wrong and fill nothing: a formula that looks them up is as good as its text. */
const trusted = ({ text, fault }: ListCell): string => (fault === null || fault === 'formula' ? text : '');

function compareNames(reading: Reading, institution: string, group: string): void {
  const { table, line, faults, names } = reading;
  const name = trusted(line.cell('institutionName'));
  if (institution !== '')
    compareName(reading, names.institution(institution, name), 'institutionName', 0, institution);
  else if (name !== '' && line.cell('institution').text === '')
    add(faults, 'nameAlone', {
      column: table.headingOf('institutionName'),
      found: name,
      values: { code: names.codeOf(name) },
    });
  const nameOfGroup = trusted(line.cell('groupName'));
  if (institution !== '' && group !== '' && !foldText(nameOfGroup).includes(group))
    compareName(reading, names.group(institution, group, nameOfGroup), 'groupName', 0, group);
}

function compareName(
  { table, line, faults, notes }: Reading,
  finding: NameFinding | null,
  kind: 'institutionName' | 'groupName' | 'majorName',
  index: number,
  code: string,
): void {
  if (finding === null) return;
  const found = line.cell(kind, index).text;
  const column = table.headingOf(kind, index);
  const values = { code, known: finding.known, owner: finding.code };
  if (finding.kind === 'other') add(faults, 'otherName', { column, found, values });
  else add(notes, 'differentName', { column, found, values });
}

function readAdjustment(reading: Reading, section: Section): Adjustment | null {
  const { table, faults, notes } = reading;
  const found = readText(reading, 'adjustment');
  if (found === '') return null;
  const answer = ADJUSTMENTS[foldText(found)];
  const column = table.headingOf('adjustment');
  if (section.adjustment === 'none') {
    add(notes, 'noAdjustment', { column, found });
    return null;
  }
  if (answer === undefined) add(faults, 'badAdjustment', { column, found });
  return answer ?? null;
}

const TEXT_LENGTH = 60;
const TOLD = ['institution', 'institutionName', 'group', 'groupName'] as const;

/** What stands in a line apart from its place; '' where nothing does. */
function describeLine(line: TableLine): string {
  const majors = Array.from({ length: MOST_MAJORS }, (_none, at) => [
    line.cell('major', at + 1).text,
    line.cell('majorName', at + 1).text,
    line.cell('post', at + 1).text,
  ]).flat();
  const words = [...TOLD.map((kind) => line.cell(kind).text), ...majors, line.cell('adjustment').text];
  const text = words.filter((word) => word !== '').join(' ');
  return text.length > TEXT_LENGTH ? `${text.slice(0, TEXT_LENGTH)}…` : text;
}

/** Whether a line clears its place. */
export const isBlankChoice = (choice: SlotChoice): boolean =>
  isSlotEmpty(choice) && choice.adjustment === null;
