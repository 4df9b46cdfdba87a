import { listPinyinInitials } from './pinyin-initials';
import type { Institution, PlanEntry } from './plan-entry';
import { isFilterTooLong, listSearchWords, normaliseName } from './search-words';

/** What part of the plan is looked through. */
export interface PlanRange {
  readonly batch: string;
  /** 科类 and audience that a row must be open to; null where every one will do. */
  readonly open: { readonly track: string; readonly audience: string } | null;
  /** Plan types that a section takes; null where every one will do. */
  readonly planTypes: readonly string[] | null;
}

/** 院校名称 and 专业名称 as typed; '' filters nothing. */
export interface PlanFilter {
  readonly institution: string;
  readonly major: string;
}

/** An institution with its rows that passed the filter, by 专业代号. */
export interface FoundInstitution {
  readonly institution: Institution;
  readonly entries: readonly PlanEntry[];
}

/** A year's plan, ready to be searched in memory; never changed. */
export interface PlanSearch {
  /** By 院校代号. Each word of a filter must stand in the name, its pinyin initials, or begin the code; of an institution also the city or province. */
  find(range: PlanRange, filter: PlanFilter): readonly FoundInstitution[];
}

interface SearchKey {
  readonly name: string;
  /** Every way to read the name, one after the other. */
  readonly initials: string;
}

/** An institution of a batch with its rows, and beside each row the numbers of its name and of its code. */
interface IndexedInstitution extends FoundInstitution {
  readonly key: SearchKey;
  readonly places: readonly string[];
  readonly names: Uint32Array;
  readonly codes: Uint32Array;
}

/** Which major names and which 专业代号 a word matches, by their numbers. */
interface WordMatch {
  readonly names: Uint8Array;
  readonly codes: Uint8Array;
}

const byText = (one: string, other: string) => (one < other ? -1 : Number(one > other));

/** Builds the index once for a version of the plan: names are normalised here and never again. */
export function createPlanSearch(
  institutions: readonly Institution[],
  entries: readonly PlanEntry[],
): PlanSearch {
  const names = numberTexts(entries.map(({ majorName }) => majorName));
  const codes = numberTexts(entries.map(({ major }) => major));
  const majorKeys = [...names.keys()].map(createKey);
  const majorCodes = [...codes.keys()];
  const byBatch = groupByBatch(institutions, entries, names, codes);
  const ranges = new Map<string, readonly IndexedInstitution[]>();

  /** Only as many as there are 科类, audiences and sections: who asks for what is not there leaves nothing behind. */
  function listRange(range: PlanRange): readonly IndexedInstitution[] {
    const key = JSON.stringify([range.batch, range.open, range.planTypes]);
    const known = ranges.get(key);
    if (known !== undefined) return known;
    const rows = (byBatch.get(range.batch) ?? []).flatMap((one) => {
      const kept = one.entries.filter((entry) => isInRange(entry, range));
      return kept.length === 0 ? [] : [indexInstitution(one, kept, names, codes)];
    });
    if (rows.length > 0) ranges.set(key, rows);
    return rows;
  }

  function matchWord(word: string): WordMatch {
    return {
      names: Uint8Array.from(majorKeys, (key) => Number(matchesKey(key, word))),
      codes: Uint8Array.from(majorCodes, (code) => Number(code.startsWith(word))),
    };
  }

  return {
    find(range, filter) {
      if (isFilterTooLong(filter.institution) || isFilterTooLong(filter.major)) return [];
      const words = listSearchWords(filter.institution);
      const named = listRange(range).filter((one) => matchesInstitution(one, words));
      const matches = listSearchWords(filter.major).map(matchWord);
      return matches.length === 0 ? named : named.flatMap((one) => keepMatching(one, matches));
    },
  };
}

function isInRange(entry: PlanEntry, { open, planTypes }: PlanRange): boolean {
  const isOpen = open === null || (entry.audience === open.audience && entry.tracks.includes(open.track));
  return isOpen && (planTypes === null || planTypes.includes(entry.planType));
}

function matchesInstitution(one: IndexedInstitution, words: readonly string[]): boolean {
  const { key, places, institution } = one;
  return words.every(
    (word) =>
      matchesKey(key, word) ||
      institution.code.startsWith(word) ||
      places.some((place) => place.includes(word)),
  );
}

function matchesKey(key: SearchKey, word: string): boolean {
  return key.name.includes(word) || key.initials.includes(word);
}

/** The rows that every word matches, by name or code; the numbers spare comparing texts row by row. */
function keepMatching(one: IndexedInstitution, matches: readonly WordMatch[]): FoundInstitution[] {
  const kept = one.entries.filter((_entry, at) => {
    const name = one.names[at] ?? 0;
    const code = one.codes[at] ?? 0;
    return matches.every((match) => match.names[name] === 1 || match.codes[code] === 1);
  });
  return kept.length === 0 ? [] : [{ institution: one.institution, entries: kept }];
}

function createKey(name: string): SearchKey {
  return { name: normaliseName(name), initials: listPinyinInitials(name).join(' ') };
}

/** Each different text with a number, in the order of first appearance. */
function numberTexts(texts: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...new Set(texts)].map((text, number) => [text, number]));
}

type Numbers = ReadonlyMap<string, number>;

function indexInstitution(
  one: Omit<IndexedInstitution, 'names' | 'codes'>,
  entries: readonly PlanEntry[],
  names: Numbers,
  codes: Numbers,
): IndexedInstitution {
  return {
    ...one,
    entries,
    names: Uint32Array.from(entries, ({ majorName }) => names.get(majorName) ?? 0),
    codes: Uint32Array.from(entries, ({ major }) => codes.get(major) ?? 0),
  };
}

/** Every batch's institutions by code, each with its rows by group, 专业代号, 岗位 and name. */
function groupByBatch(
  institutions: readonly Institution[],
  entries: readonly PlanEntry[],
  names: Numbers,
  codes: Numbers,
): ReadonlyMap<string, readonly IndexedInstitution[]> {
  const batches = new Map<string, Map<string, PlanEntry[]>>();
  for (const entry of entries) {
    const ofBatch = batches.get(entry.batch) ?? new Map<string, PlanEntry[]>();
    batches.set(entry.batch, ofBatch);
    const known = ofBatch.get(entry.institution);
    if (known === undefined) ofBatch.set(entry.institution, [entry]);
    else known.push(entry);
  }
  const sorted = institutions
    .toSorted((one, other) => byText(one.code, other.code))
    .map((institution) => ({
      institution,
      key: createKey(institution.name),
      places: [normaliseName(institution.city), normaliseName(institution.province)],
    }));
  return new Map(
    [...batches].map(([batch, ofBatch]) => [
      batch,
      sorted.flatMap((one) => {
        const rows = ofBatch.get(one.institution.code)?.toSorted(compareEntries);
        return rows === undefined ? [] : [indexInstitution({ ...one, entries: rows }, rows, names, codes)];
      }),
    ]),
  );
}

function compareEntries(one: PlanEntry, other: PlanEntry): number {
  return (
    byText(one.group, other.group) ||
    byText(one.major, other.major) ||
    byText(one.post, other.post) ||
    byText(one.majorName, other.majorName)
  );
}
