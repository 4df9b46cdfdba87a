import { groupBy } from '../../infrastructure/group-by';
import type {
  ElsewhereReason,
  PlanGroup,
  PlanInstitution,
  PlanRow,
  PlanView,
} from '../../rules/filing/choice-list';
import { createPastYear, type PastLowestRow, type PastYear } from './past-lowest';
import type { Institution, PlanEntry, StoredPlanGroup, WithdrawnRow } from './plan-entry';
import { createPlanSearch, type PlanSearch } from './plan-search';

/** Batch, 科类 and audience (报考专业, 专业类别 or '') that narrow the plan. */
export interface PlanScope {
  readonly batch: string;
  readonly track: string;
  readonly audience: string;
}

/** A year's plan in memory; never changed, replaced whole when the tables change. */
export interface PlanCatalogue extends PlanRows {
  readonly version: number;
  /** 计划查询: the plan by names, pinyin initials, codes and cities. */
  readonly search: PlanSearch;
  /** Who was admitted last, the year before. */
  readonly past: PastYear;
}

/** Which 办学性质 and 院校类型 the institutions of a plan are of, the most frequent first; those that nobody says are left out. */
export interface SchoolKinds {
  readonly ownerships: readonly string[];
  readonly schoolTypes: readonly string[];
}

/** The plan by its codes alone. */
export interface PlanRows {
  readonly schoolKinds: SchoolKinds;
  findInstitution(code: string): Institution | null;
  /** The plan of one scope; the same object for the same scope. */
  viewOf(scope: PlanScope): PlanView;
  /** Entries of an institution within a scope, with quota, fee and note. */
  listEntries(scope: PlanScope, institution: string): readonly PlanEntry[];
  /** Institution codes open in a scope. */
  listInstitutions(scope: PlanScope): readonly PlanInstitution[];
  /** Institutions open in a scope under the university's name of one of them, itself among them. */
  listSameUniversity(scope: PlanScope, institution: string): readonly PlanInstitution[];
  /** Whether any entry is open in the scope at all. */
  hasScope(scope: PlanScope): boolean;
}

interface Places {
  readonly batches: Set<string>;
  readonly tracks: Set<string>;
  readonly scopes: Set<string>;
}

const scopeKey = ({ batch, track, audience }: PlanScope) => `${batch}/${track}/${audience}`;

export function createPlanCatalogue(
  version: number,
  institutions: readonly Institution[],
  entries: readonly PlanEntry[],
  withdrawn: readonly WithdrawnRow[] = [],
  groups: readonly StoredPlanGroup[] = [],
  past: readonly PastLowestRow[] = [],
): PlanCatalogue {
  return {
    version,
    past: createPastYear(past),
    search: createPlanSearch(institutions, entries),
    ...createPlanRows(institutions, entries, withdrawn, groups),
  };
}

function listByFrequency(said: readonly (string | undefined)[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const one of said) if (one !== undefined && one !== '') counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one).map(([text]) => text);
}

/** The plan by its codes, without the search, which takes longest to make. */
export function createPlanRows(
  institutions: readonly Institution[],
  entries: readonly PlanEntry[],
  withdrawn: readonly WithdrawnRow[] = [],
  told: readonly StoredPlanGroup[] = [],
): PlanRows {
  const gone = collectGone(withdrawn);
  const byCode = new Map(institutions.map((institution) => [institution.code, institution]));
  const byScope = new Map<string, Map<string, PlanEntry[]>>();
  const institutionPlaces = new Map<string, Places>();
  const byInstitution = groupBy(entries, ({ institution }) => institution);
  const groups = collectGroups(told);
  for (const entry of entries) {
    for (const track of entry.tracks) {
      const scope = { batch: entry.batch, track, audience: entry.audience };
      const ofScope = getOrCreate(byScope, scopeKey(scope), () => new Map<string, PlanEntry[]>());
      getOrCreate(ofScope, entry.institution, () => []).push(entry);
      addPlace(institutionPlaces, entry.institution, scope);
      if (entry.group !== '') groups.add(scope, entry);
    }
  }
  const views = new Map<string, PlanView>();
  const openIn = new Map<string, readonly Institution[]>();
  const universities = new Map<string, ReadonlyMap<string, readonly Institution[]>>();

  const listInstitutions = (scope: PlanScope) =>
    getOrCreate(openIn, scopeKey(scope), () =>
      [...(byScope.get(scopeKey(scope))?.keys() ?? [])].flatMap((code) => byCode.get(code) ?? []),
    );
  const groupUniversities = (scope: PlanScope) =>
    getOrCreate(universities, scopeKey(scope), () =>
      groupBy(listInstitutions(scope), ({ name }) => nameUniversity(name)),
    );

  function listEntries(scope: PlanScope, institution: string): readonly PlanEntry[] {
    return byScope.get(scopeKey(scope))?.get(institution) ?? [];
  }

  function createView(scope: PlanScope): PlanView {
    const ofScope: ReadonlyMap<string, readonly PlanRow[]> = byScope.get(scopeKey(scope)) ?? new Map();
    return {
      findInstitution: (code) => (ofScope.has(code) ? (byCode.get(code) ?? null) : null),
      listRows: (institution) => ofScope.get(institution) ?? [],
      whereElse: (institution) =>
        findGone(gone, scope, institution) ??
        findElsewhere(institutionPlaces.get(institution), scope) ??
        (byCode.has(institution) ? 'otherBatch' : null),
      findGroup: (institution, group) => groups.find(scope, institution, group),
      whereElseGroup: (institution, group) =>
        findGone(gone, scope, institution, group) ??
        findElsewhere(groups.placesOf(institution, group), scope),
      whereElseMajor: (institution, group, major) =>
        findGone(gone, scope, institution, group, major) ??
        findElsewhere(collectPlaces(byInstitution.get(institution) ?? [], major), scope),
    };
  }

  return {
    findInstitution: (code) => byCode.get(code) ?? null,
    viewOf: (scope) => getOrCreate(views, scopeKey(scope), () => createView(scope)),
    listEntries,
    listInstitutions,
    listSameUniversity: (scope, code) =>
      groupUniversities(scope).get(nameUniversity(byCode.get(code)?.name ?? '')) ?? [],
    hasScope: (scope) => byScope.has(scopeKey(scope)),
    schoolKinds: {
      ownerships: listByFrequency(institutions.map(({ ownership }) => ownership)),
      schoolTypes: listByFrequency(institutions.map(({ schoolType }) => schoolType)),
    },
  };
}

/** 郑州大学(软件类) and 郑州大学 are one university. */
function nameUniversity(name: string): string {
  return name.replace(/[（(［[].*$/u, '');
}

const createPlaces = (): Places => ({ batches: new Set(), tracks: new Set(), scopes: new Set() });

const addPlace = (places: Map<string, Places>, key: string, scope: PlanScope) =>
  noteScope(getOrCreate(places, key, createPlaces), scope);

function noteScope(places: Places, scope: PlanScope): void {
  places.batches.add(scope.batch);
  places.tracks.add(`${scope.batch}/${scope.track}`);
  places.scopes.add(scopeKey(scope));
}

/**
 * Where a 专业代号 of an institution stands; undefined: nowhere. Looked up when a code is at fault: kept for every row
 * it would be the greater part of what a plan takes.
 */
function collectPlaces(ofInstitution: readonly PlanEntry[], major: string): Places | undefined {
  const rows = ofInstitution.filter((entry) => entry.major === major);
  if (rows.length === 0) return undefined;
  const places = createPlaces();
  for (const { batch, tracks, audience } of rows)
    for (const track of tracks) noteScope(places, { batch, track, audience });
  return places;
}

const EVERYBODY = '*';

interface PlanGroups {
  /** Notes that a row of the scope bears a group. */
  add(scope: PlanScope, entry: PlanEntry): void;
  find(scope: PlanScope, institution: string, code: string): PlanGroup | null;
  placesOf(institution: string, code: string): Places | undefined;
}

const FREE_CHOICE = { mode: 'all', subjects: [] } as const;

/** The groups that rows bear, with what the plan tells of each; one of which it tells nothing asks for nothing. */
function collectGroups(told: readonly StoredPlanGroup[]): PlanGroups {
  const key = (batch: string, track: string, institution: string, code: string) =>
    [batch, track, institution, code].join('/');
  const known = new Map(
    told.map((group) => [key(group.batch, group.track, group.institution, group.code), group] as const),
  );
  const places = new Map<string, Places>();
  const found = new Map<string, PlanGroup>();
  return {
    add(scope, { institution, group: code, planType }) {
      addPlace(places, `${institution}/${code}`, scope);
      const at = `${scopeKey(scope)}/${institution}/${code}`;
      const stored = known.get(key(scope.batch, scope.track, institution, code));
      const before = found.get(at) ??
        stored ?? {
          ...{ institution, code, name: '', requirement: FREE_CHOICE },
          ...{ quota: null, planTypes: [], note: '' },
        };
      const planTypes = before.planTypes.includes(planType)
        ? before.planTypes
        : [...before.planTypes, planType];
      found.set(at, { ...before, planTypes });
    },
    find: (scope, institution, code) => found.get(`${scopeKey(scope)}/${institution}/${code}`) ?? null,
    placesOf: (institution, code) => places.get(`${institution}/${code}`),
  };
}

/** By batch, 科类, audience, and as many of institution, group and 专业 as are asked for. */
function collectGone(rows: readonly WithdrawnRow[]): ReadonlySet<string> {
  const keys = rows.flatMap(({ batch, tracks, audience, institution, group, major }) =>
    tracks.flatMap((track) => {
      const scope = [batch, track, audience ?? EVERYBODY];
      return [
        [...scope, institution],
        [...scope, institution, group],
        [...scope, institution, group, major],
      ];
    }),
  );
  return new Set(keys.map((key) => key.join('/')));
}

function findGone(
  gone: ReadonlySet<string>,
  { batch, track, audience }: PlanScope,
  ...codes: readonly string[]
): 'withdrawn' | null {
  const has = (whose: string) => gone.has([batch, track, whose, ...codes].join('/'));
  return has(audience) || has(EVERYBODY) ? 'withdrawn' : null;
}

function findElsewhere(places: Places | undefined, scope: PlanScope): ElsewhereReason | null {
  if (places === undefined || places.scopes.has(scopeKey(scope))) return null;
  if (places.tracks.has(`${scope.batch}/${scope.track}`)) return 'otherAudience';
  if (places.batches.has(scope.batch)) return 'otherTrack';
  return 'otherBatch';
}

function getOrCreate<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = create();
  map.set(key, made);
  return made;
}
