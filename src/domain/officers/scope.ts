import type { Officer } from './officer';

/**
 * Whose records an officer may see (S16). Repositories apply it, so that what is outside is not found.
 * `kindsElsewhere`: candidate kinds of the rule pack whom a county serves wherever they registered (对口, 专升本).
 */
export type Scope =
  | { readonly kind: 'all' }
  /** Candidates are none of this officer's business. */
  | { readonly kind: 'none' }
  | { readonly kind: 'city'; readonly cityCode: string }
  | {
      readonly kind: 'county';
      readonly countyCode: string;
      readonly kindsElsewhere: readonly string[];
    }
  | { readonly kind: 'school'; readonly countyCode: string; readonly schoolCode: string };

/** What a scope looks at. */
interface Registered {
  readonly countyCode: string;
  readonly schoolCode: string;
  /** Candidate kind of the rule pack. */
  readonly kind: string;
}

/** The scope of an officer. @throws Error for a record that the table's checks do not allow. */
export function scopeOf(
  {
    role,
    cityCode,
    countyCode,
    schoolCode,
  }: Pick<Officer, 'role' | 'cityCode' | 'countyCode' | 'schoolCode'>,
  kindsElsewhere: readonly string[],
): Scope {
  if (role === 'province' || role === 'auditor') return { kind: 'all' };
  if (role === 'reviewer') return { kind: 'none' };
  if (role === 'city' && cityCode !== null) return { kind: 'city', cityCode };
  if (role === 'county' && countyCode !== null) return { kind: 'county', countyCode, kindsElsewhere };
  if (role === 'school' && countyCode !== null && schoolCode !== null)
    return { kind: 'school', countyCode, schoolCode };
  throw new Error(`an officer of role ${role} has no place`);
}

/** The scope without those whom a county serves from elsewhere: what counts as one's own on boards and lists. */
export function narrowToOwn(scope: Scope): Scope {
  return scope.kind === 'county' ? { ...scope, kindsElsewhere: [] } : scope;
}

/** Whether a candidate is within a scope. */
export function covers(scope: Scope, { countyCode, schoolCode, kind }: Registered): boolean {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'none':
      return false;
    case 'city':
      return countyCode.startsWith(scope.cityCode);
    case 'county':
      return countyCode === scope.countyCode || scope.kindsElsewhere.includes(kind);
    case 'school':
      return countyCode === scope.countyCode && schoolCode === scope.schoolCode;
  }
}
