import type { Knex } from 'knex';
import type { Origin } from '../../infrastructure/origin';
import { insertAuditEntry, OPERATOR } from '../audit/audit.repository';
import { auditOfficer, type OfficerAct } from './audit-officer';
import type { OfficeTokens } from './office-token.repository';
import type { Officer } from './officer';

/** An officer who sends a form in the browser. */
export interface OfficerAuthor {
  readonly officer: Officer;
  readonly origin: Origin;
  /** The one-time token of the form. */
  readonly token: string;
}

/** The same, with the reason of an act that asks for one. */
export interface OfficerActAuthor extends OfficerAuthor {
  readonly kind: 'officer';
  readonly reason: string;
}

/** Who does an act of the province, and why: an officer in the browser, or the operator at the machine. */
export type ActAuthor = OfficerActAuthor | { readonly kind: 'operator'; readonly reason: string };

/** Of an act that the operator's command asks no reason for. */
type AuthorOfEither = ActAuthor | { readonly kind: 'operator' };

/**
 * Uses the form's token up, first in the act's transaction. `tokens` is null where no browser takes part.
 * @throws AppError csrf, actRepeated
 */
export async function beginAct(
  transaction: Knex.Transaction,
  tokens: OfficeTokens | null,
  author: AuthorOfEither,
  purpose: string,
): Promise<void> {
  if (author.kind === 'operator') return;
  if (tokens === null) throw new Error('officers act in the browser only');
  await tokens.use(transaction, author.token, author.officer.id, purpose);
}

/** Writes an act with its reason down, in its transaction: no line, no act (P29). */
export async function auditAct(transaction: Knex, author: AuthorOfEither, act: OfficerAct): Promise<void> {
  const detail = { ...act.detail, ...('reason' in author ? { reason: author.reason } : {}) };
  if (author.kind === 'officer')
    return auditOfficer(transaction, author.officer, author.origin, { ...act, detail });
  const { action, subjectKind, subjectId } = act;
  await insertAuditEntry(transaction, {
    ...OPERATOR,
    action,
    subjectKind,
    subjectId: String(subjectId),
    detail,
  });
}
