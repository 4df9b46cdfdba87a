import type { Knex } from 'knex';
import { formatInstant } from '../../infrastructure/format-time';
import type { ProofRoute } from '../../rules/account/proof-route';
import type { Account } from '../accounts/account';
import { findPersonOfNumber } from '../accounts/person.repository';
import { findOpenClaim, listClaimsAgainst } from './number-claim.repository';
import { findHeldProof, isContested } from './re-registration.repository';
import { routeNames } from './route.presenter';

/** How an account stands to its number, as its pages say it. */
interface NumberStanding {
  /** The ways of 【解决办法】 that count for this number now. */
  readonly routes: readonly ProofRoute[];
  /** Somebody has objected, so that not all of them do. */
  readonly contested: boolean;
  /** A proof that waits; null: none. */
  readonly waits: { readonly route: string; readonly at: string } | null;
  /** A proof by APP that was objected to: it stands while both sides are heard. */
  readonly held: boolean;
  /** Others that claim the number of an account that works, what takes effect first first. */
  readonly claims: readonly { readonly route: string; readonly at: string; readonly since: string }[];
}

const ALL: readonly ProofRoute[] = ['app', 'review', 'classmates', 'studentRecord'];

export async function readNumberStanding(
  db: Knex,
  account: Pick<Account, 'id' | 'status' | 'identityIndex'>,
): Promise<NumberStanding> {
  const nothing = { routes: [], contested: false, waits: null, held: false, claims: [] };
  if (account.status === 'active') {
    const claims = (await listClaimsAgainst(db, account.id)).map(({ route, effectiveAt, createdAt }) => ({
      route: route === null ? '' : routeNames[route],
      at: effectiveAt === null ? '' : formatInstant(effectiveAt),
      since: formatInstant(createdAt),
    }));
    return { ...nothing, held: (await findHeldProof(db, account.id)) !== null, claims };
  }
  const person = await findPersonOfNumber(db, account.identityIndex);
  const routes: ProofRoute[] = [];
  for (const route of ALL)
    if (route === 'review' || person === null || !(await isContested(db, person.id, route)))
      routes.push(route);
  const claim = await findOpenClaim(db, account.id);
  const isWaiting = claim !== null && claim.effectiveAt !== null && claim.objectedAt === null;
  const waits =
    isWaiting && claim.route !== null && claim.effectiveAt !== null
      ? { route: routeNames[claim.route], at: formatInstant(claim.effectiveAt) }
      : null;
  return { ...nothing, routes, contested: routes.length < ALL.length, waits };
}
