import type { Knex } from 'knex';
import type { EnvironmentName } from '../infrastructure/config/config';
import { joinSaid, say } from '../infrastructure/language/say';

/** How many officers can act, where an act takes two of them. */
interface ActorCount {
  readonly role: 'province' | 'county' | 'reviewer';
  /** A county by its code; null where the role is the province's. */
  readonly county: string | null;
  readonly officers: number;
}

/** Restoring and handing over take two of the province, filing paper two of a county, a case two reviewers and a third. */
const NEEDED: Readonly<Record<ActorCount['role'], number>> = { province: 2, county: 2, reviewer: 3 };
const MAX_NAMED = 5;

/** Counts the province's officers, the reviewers, and those of each county that has candidates or officers. */
export async function countActors(db: Knex): Promise<readonly ActorCount[]> {
  const { rows } = await db.raw<{ rows: ActorCount[] }>(
    `with able as (select role, county_code from officers
                        where disabled_at is null and password_hash is not null),
          places as (select distinct county_code from candidates
                     union select county_code from able where role = 'county')
     select 'province' as role, null as county, (select count(*)::int from able where role = 'province') as officers
     union all
     select 'reviewer', null, (select count(*)::int from able where role = 'reviewer')
     union all
     select 'county', p.county_code,
            (select count(*)::int from able where role = 'county' and able.county_code = p.county_code)
       from places p order by 1, 2`,
  );
  return rows;
}

/** What is lacking, in a sentence; without any officer there is nothing to count yet. */
export function describeActors(
  counts: readonly ActorCount[],
  environment: EnvironmentName,
): { readonly state: 'ok' | 'note' | 'problem'; readonly words: string } {
  const lacking = counts.filter(({ role, officers }) => officers < NEEDED[role]);
  if (lacking.length === 0) return { state: 'ok', words: say`enough for every act by two` };
  const counties = lacking.flatMap(({ county, officers }) =>
    county === null ? [] : [`${county} (${officers})`],
  );
  const named = counties.slice(0, MAX_NAMED).join(', ');
  const words = [
    ...lacking.flatMap(({ role, officers }) => (role === 'county' ? [] : [describeLack(role, officers)])),
    ...(counties.length === 0 ? [] : [describeCounties(named, counties.length - MAX_NAMED)]),
  ];
  const state =
    environment === 'live' && lacking.some(({ role }) => role !== 'reviewer') ? 'problem' : 'note';
  return {
    state,
    words: joinSaid([...words, say`acts by two wait until zhiyuan officer create makes more`]),
  };
}

function describeLack(role: 'province' | 'reviewer', officers: number): string {
  return role === 'province'
    ? say`province: ${officers} of ${NEEDED.province}`
    : say`reviewer: ${officers} of ${NEEDED.reviewer}`;
}

function describeCounties(named: string, more: number): string {
  return more > 0
    ? say`counties with fewer than ${NEEDED.county}: ${named} and ${more} more`
    : say`counties with fewer than ${NEEDED.county}: ${named}`;
}
