import type { Scope } from '../../domain/officers/scope';

/** What a board looks at, from the province down to a class. Codes as in the candidates' records. */
export type Place =
  | { readonly kind: 'province' }
  | { readonly kind: 'city'; readonly city: string }
  | { readonly kind: 'county'; readonly county: string }
  | { readonly kind: 'school'; readonly county: string; readonly school: string }
  | { readonly kind: 'class'; readonly county: string; readonly school: string; readonly className: string };

/** A place as an address names it; '' where a part is left out. */
export interface AskedPlace {
  readonly city: string;
  readonly county: string;
  readonly school: string;
  readonly className: string | null;
}

/** The widest place of a scope: where an officer's board begins. */
function rootOf(scope: Scope): Place {
  switch (scope.kind) {
    case 'all':
      return { kind: 'province' };
    case 'none':
      throw new Error('an officer without candidates has no board');
    case 'city':
      return { kind: 'city', city: scope.cityCode };
    case 'county':
      return { kind: 'county', county: scope.countyCode };
    case 'school':
      return { kind: 'school', county: scope.countyCode, school: scope.schoolCode };
  }
}

/**
 * The place that an address names within a scope; the scope's own where it names none. Null for what is not one's to
 * see, or is no place: the two are told apart by nobody. Candidates from elsewhere whom a county serves are not its own.
 */
export function findPlace({ city, county, school, className }: AskedPlace, scope: Scope): Place | null {
  if (className !== null && school === '') return null;
  if (school !== '' && county === '') return null;
  const place: Place =
    className !== null
      ? { kind: 'class', county, school, className }
      : school !== ''
        ? { kind: 'school', county, school }
        : county !== ''
          ? { kind: 'county', county }
          : city !== ''
            ? { kind: 'city', city }
            : rootOf(scope);
  return isWithin(place, scope) ? place : null;
}

function isWithin(place: Place, scope: Scope): boolean {
  if (scope.kind === 'all') return true;
  if (scope.kind === 'none') return false;
  if (place.kind === 'province') return false;
  if (place.kind === 'city') return scope.kind === 'city' && scope.cityCode === place.city;
  if (scope.kind === 'city') return place.county.startsWith(scope.cityCode);
  if (scope.countyCode !== place.county) return false;
  return scope.kind === 'county' || (place.kind !== 'county' && place.school === scope.schoolCode);
}

/** The places from the scope's own down to this one. */
export function listWay(place: Place, scope: Scope): readonly Place[] {
  const county = 'county' in place ? place.county : '';
  const all: Place[] = [{ kind: 'province' }];
  if (place.kind === 'city') all.push(place);
  if (county !== '') all.push({ kind: 'city', city: county.slice(0, 4) }, { kind: 'county', county });
  if (place.kind === 'school' || place.kind === 'class')
    all.push({ kind: 'school', county, school: place.school });
  if (place.kind === 'class') all.push(place);
  return all.filter((one) => isWithin(one, scope));
}

/** The part of an address that names a place. */
export function addressOf(place: Place): Readonly<Record<string, string>> {
  switch (place.kind) {
    case 'province':
      return {};
    case 'city':
      return { city: place.city };
    case 'county':
      return { county: place.county };
    case 'school':
      return { county: place.county, school: place.school };
    case 'class':
      return { county: place.county, school: place.school, class: place.className };
  }
}
