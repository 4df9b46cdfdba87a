import type { Knex } from 'knex';
import type { Origin } from '../../infrastructure/origin';
import { insertAuditEntry } from '../audit/audit.repository';
import { auditOfficer, type OfficerAct } from './audit-officer';
import type { OfficeTokens } from './office-token.repository';
import type { Officer } from './officer';

/** Who does an act of the province, and why: an officer in the browser, or the operator at the machine. */
export type ActAuthor =
  | { readonly kind: 'operator'; readonly reason: string }
  | {
      readonly kind: 'officer';
      readonly officer: Officer;
      readonly origin: Origin;
      readonly reason: string;
      /** The one-time token of the form. */
      readonly token: string;
    };

/**
 * Uses the form's token up, first in the act's transaction. `tokens` is null where no browser takes part.
 * @throws AppError csrf, actRepeated
 */
export async function beginAct(
  transaction: Knex.Transaction,
  tokens: OfficeTokens | null,
  author: ActAuthor,
  purpose: string,
): Promise<void> {
  if (author.kind === 'operator') return;
  if (tokens === null) throw new Error('officers act in the browser only');
  await tokens.use(transaction, author.token, author.officer.id, purpose);
}

/** Writes an act with its reason down, in its transaction: no line, no act (P29). */
export async function auditAct(transaction: Knex, author: ActAuthor, act: OfficerAct): Promise<void> {
  const detail = { ...act.detail, reason: author.reason };
  if (author.kind === 'officer')
    return auditOfficer(transaction, author.officer, author.origin, { ...act, detail });
  await insertAuditEntry(transaction, {
    actorKind: 'operator',
    actorId: 'zhiyuan',
    action: act.action,
    subjectKind: act.subjectKind,
    subjectId: String(act.subjectId),
    detail,
    origin: { address: '', device: '' },
  });
}
