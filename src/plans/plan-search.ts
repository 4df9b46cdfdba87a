import { listPinyinInitials } from './pinyin-initials';
import type { Institution, PlanEntry } from './plan-entry';
import { listSearchWords, normaliseName } from './search-words';

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

interface InstitutionKey extends SearchKey {
  readonly places: readonly string[];
}

const byText = (one: string, other: string) => (one < other ? -1 : Number(one > other));

/** Builds the index once for a version of the plan: names are normalised here and never again. */
export function createPlanSearch(
  institutions: readonly Institution[],
  entries: readonly PlanEntry[],
): PlanSearch {
  const institutionKeys = new Map(institutions.map((one) => [one.code, createInstitutionKey(one)]));
  const majorKeys = new Map<string, SearchKey>();
  for (const { majorName } of entries)
    if (!majorKeys.has(majorName)) majorKeys.set(majorName, createKey(majorName));
  const byBatch = groupByBatch(institutions, entries);
  const ranges = new Map<string, readonly FoundInstitution[]>();

  /** Only as many as there are 科类, audiences and sections: who asks for what is not there leaves nothing behind. */
  function listRange(range: PlanRange): readonly FoundInstitution[] {
    const key = JSON.stringify([range.batch, range.open, range.planTypes]);
    const known = ranges.get(key);
    if (known !== undefined) return known;
    const rows = (byBatch.get(range.batch) ?? []).flatMap((one) =>
      keepEntries(one, (entry) => isInRange(entry, range)),
    );
    if (rows.length > 0) ranges.set(key, rows);
    return rows;
  }

  function matchesInstitution({ code }: Institution, words: readonly string[]): boolean {
    const key = institutionKeys.get(code);
    if (key === undefined) return false;
    return words.every(
      (word) =>
        matchesKey(key, word) || code.startsWith(word) || key.places.some((one) => one.includes(word)),
    );
  }

  function findMajorNames(word: string): ReadonlySet<string> {
    const names = [...majorKeys].filter(([, key]) => matchesKey(key, word)).map(([name]) => name);
    return new Set(names);
  }

  return {
    find(range, filter) {
      const words = listSearchWords(filter.institution);
      const named = listRange(range).filter(({ institution }) => matchesInstitution(institution, words));
      const majors = listSearchWords(filter.major).map((word) => ({ word, names: findMajorNames(word) }));
      if (majors.length === 0) return named;
      return named.flatMap((one) =>
        keepEntries(one, ({ majorName, major }) =>
          majors.every(({ word, names }) => names.has(majorName) || major.startsWith(word)),
        ),
      );
    },
  };
}

function isInRange(entry: PlanEntry, { open, planTypes }: PlanRange): boolean {
  const isOpen = open === null || (entry.audience === open.audience && entry.tracks.includes(open.track));
  return isOpen && (planTypes === null || planTypes.includes(entry.planType));
}

function keepEntries(
  { institution, entries }: FoundInstitution,
  passes: (entry: PlanEntry) => boolean,
): FoundInstitution[] {
  const kept = entries.filter(passes);
  return kept.length === 0 ? [] : [{ institution, entries: kept }];
}

function matchesKey(key: SearchKey, word: string): boolean {
  return key.name.includes(word) || key.initials.includes(word);
}

function createKey(name: string): SearchKey {
  return { name: normaliseName(name), initials: listPinyinInitials(name).join(' ') };
}

function createInstitutionKey({ name, city, province }: Institution): InstitutionKey {
  return { ...createKey(name), places: [normaliseName(city), normaliseName(province)] };
}

/** Every batch's institutions by code, each with its rows by group, 专业代号, 岗位 and name. */
function groupByBatch(
  institutions: readonly Institution[],
  entries: readonly PlanEntry[],
): ReadonlyMap<string, readonly FoundInstitution[]> {
  const batches = new Map<string, Map<string, PlanEntry[]>>();
  for (const entry of entries) {
    const ofBatch = batches.get(entry.batch) ?? new Map<string, PlanEntry[]>();
    batches.set(entry.batch, ofBatch);
    const known = ofBatch.get(entry.institution);
    if (known === undefined) ofBatch.set(entry.institution, [entry]);
    else known.push(entry);
  }
  const sorted = institutions.toSorted((one, other) => byText(one.code, other.code));
  return new Map(
    [...batches].map(([batch, ofBatch]) => [
      batch,
      sorted.flatMap((institution) => {
        const rows = ofBatch.get(institution.code);
        return rows === undefined ? [] : [{ institution, entries: rows.toSorted(compareEntries) }];
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
