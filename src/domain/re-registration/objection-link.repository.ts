import { createHash, randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { findClaim, type NumberClaim } from './number-claim.repository';
import { findByToken, findReRegistration, type ReRegistration } from './re-registration.repository';

/** What a link is about: a claim, whose old account still works, or a proof that has stopped it. */
type ObjectionTarget =
  | { readonly kind: 'claim'; readonly claim: NumberClaim }
  | { readonly kind: 'proof'; readonly proof: ReRegistration };

/** What an objection link ends with: 192 random bits. */
export function createToken(): string {
  return randomBytes(24).toString('base64url');
}

/** How an objection link is kept: never in clear. */
export function hashObjectionToken(token: string): Buffer {
  return createHash('sha256').update(`objection|${token}`).digest();
}

/**
 * Makes a link by which the old account objects. `hours`: how long it serves, where somebody who has just given the
 * password is shown it; null for those in letters, which serve as long as there is something to object to.
 * @returns the token
 */
export async function createObjectionLink(
  transaction: Knex,
  to: { readonly claimId: number } | { readonly reRegistrationId: number },
  hours: number | null = null,
): Promise<string> {
  const token = createToken();
  await transaction('objection_links').insert({
    token_hash: hashObjectionToken(token),
    claim_id: 'claimId' in to ? to.claimId : null,
    re_registration_id: 'claimId' in to ? null : to.reRegistrationId,
    expires_at:
      hours === null ? null : transaction.raw('clock_timestamp() + make_interval(hours => ?)', [hours]),
  });
  return token;
}

/** What a link is about; null for one that was never made, or serves no more. */
export async function findObjectionTarget(db: Knex, token: string): Promise<ObjectionTarget | null> {
  const hash = hashObjectionToken(token);
  const sent = await findByToken(db, hash);
  if (sent !== null) return { kind: 'proof', proof: sent };
  const link = await db('objection_links')
    .where({ token_hash: hash })
    .whereRaw('(expires_at is null or expires_at > clock_timestamp())')
    .first({ claimId: 'claim_id', reRegistrationId: 're_registration_id' });
  if (link === undefined) return null;
  if (link.claimId !== null) {
    const claim = await findClaim(db, link.claimId);
    return claim && { kind: 'claim', claim };
  }
  const proof = await findReRegistration(db, link.reRegistrationId);
  return proof && { kind: 'proof', proof };
}
