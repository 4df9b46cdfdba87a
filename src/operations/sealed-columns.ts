import type { Knex } from 'knex';
import type { Channel } from '../domain/messages/outbox.repository';
import { destinationContext, SHARED_TEXT, textContext } from '../domain/messages/sealed-message';
import type { Cipher, SealContext } from '../infrastructure/security/cipher';

type Row = Readonly<Record<string, unknown>>;

/** A column in which something stands sealed. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** SQL for what else says for which place a value is sealed. */
  readonly reads: readonly string[];
  contextOf(row: Row): SealContext;
  /** For which some values are sealed in place of that. */
  readonly shared?: SealContext;
  /** Rows in one go: few of whole pictures and pages. */
  readonly atOnce: number;
}

const SMALL = 500;
const LARGE = 10;

/** Bound to its row by what stands in these columns of it. */
function bound(
  table: string,
  column: string,
  context: string,
  reads: readonly string[],
  atOnce = SMALL,
): SealedColumn {
  const contextOf = (row: Row) => ({ column: context, row: reads.map((one) => row[one]).join('|') });
  return { table, column, reads, contextOf, atOnce };
}

/** Bound to its column alone: nothing comes of moving it (docs/decisions/0077-sealed-for-a-row.md). */
const loose = (table: string, column: string, context: string): SealedColumn => ({
  table,
  column,
  reads: [],
  contextOf: () => context,
  atOnce: SMALL,
});

/** Opens a value of a column. @throws Error where it was changed or moved, or stands under another key */
export function openColumn(
  cipher: Cipher,
  { contextOf, shared }: SealedColumn,
  row: Row & { readonly sealed: Buffer },
): { readonly plain: Buffer; readonly context: SealContext } {
  const context = contextOf(row);
  try {
    return { plain: cipher.decryptBytes(row.sealed, context), context };
  } catch (error) {
    if (shared === undefined) throw error;
    return { plain: cipher.decryptBytes(row.sealed, shared), context: shared };
  }
}

/** What is to be selected for `openColumn`: the value, and what says where it belongs. */
export const selectSealed = (db: Knex, { column, reads }: SealedColumn) => [
  { sealed: column },
  ...reads.map((one) => db.raw(one)),
];

const byNumber = ['candidate_number'];
const byCandidate = ['candidate_id'];
const byUserName = ['user_name'];

const ofMessage = `(select candidate_number from candidates c where c.id = candidate_id) as candidate_number`;
const ownerOf = ({ candidate_id, candidate_number, account_id }: Row) => ({
  candidateId: (candidate_id as number | null) ?? null,
  candidateNumber: (candidate_number as string | null) ?? null,
  accountId: (account_id as number | null) ?? null,
});

/** Every column that `Cipher` seals, with the place that is sealed into each value: what a change of DATA_KEY goes through. */
export const sealedColumns: readonly SealedColumn[] = [
  bound('candidates', 'identity_number_cipher', 'candidates.identity_number', byNumber),
  bound('candidates', 'phone_cipher', 'candidates.phone', byNumber),
  bound('credentials', 'totp_secret_cipher', 'credentials.totp_secret', byCandidate),
  bound('credentials', 'totp_pending_cipher', 'credentials.totp_secret', byCandidate),
  bound('credentials', 'wechat_open_id_cipher', 'credentials.wechat_open_id', byCandidate),
  bound('persons', 'identity_cipher', 'persons.identity', ['subject']),
  bound('accounts', 'identity_cipher', 'persons.identity', byUserName),
  bound('accounts', 'phone_cipher', 'accounts.phone', byUserName),
  bound('accounts', 'email_cipher', 'accounts.email', byUserName),
  loose('account_factors', 'subject_cipher', 'account_factors.subject'),
  bound('account_mails', 'body_cipher', 'account_mails.body', ['account_id']),
  bound('student_records', 'number_cipher', 'student_records.number', ['person_id']),
  ofObjection('number_claims'),
  ofObjection('re_registrations'),
  bound('officers', 'totp_secret_cipher', 'officers.totp_secret', ['id']),
  bound('platforms', 'secret_cipher', 'platforms.secret', ['code']),
  bound('platforms', 'former_secret_cipher', 'platforms.secret', ['code']),
  {
    ...bound('oidc_records', 'payload_cipher', 'oidc_records.payload', ['model', 'id_hash']),
    contextOf: ({ model, id_hash }) => ({
      column: 'oidc_records.payload',
      row: `${model}|${hexOf(id_hash)}`,
    }),
  },
  {
    ...bound('factor_scans', 'extras_cipher', 'factor_scans.extras', ['state_hash']),
    contextOf: ({ state_hash }) => ({ column: 'factor_scans.extras', row: hexOf(state_hash) }),
  },
  {
    table: 'outbox_messages',
    column: 'text_cipher',
    reads: ['candidate_id', 'account_id'],
    contextOf: (row) => textContext(ownerOf(row)),
    shared: SHARED_TEXT,
    atOnce: SMALL,
  },
  {
    table: 'outbox_messages',
    column: 'destination_cipher',
    reads: ['channel', 'candidate_id', 'account_id', ofMessage],
    contextOf: (row) => destinationContext((row.channel ?? 'sms') as Channel, ownerOf(row)),
    atOnce: SMALL,
  },
  loose('list_exports', 'first_half_cipher', 'list_exports.first_half'),
  bound('list_version_parts', 'body', 'list_version_parts.body', ['version_id', 'part'], LARGE),
  bound('print_job_parts', 'pdf_cipher', 'print_job_parts.pdf', ['job_id', 'first_position'], LARGE),
  {
    table: 'review_sides',
    column: 'note_cipher',
    reads: ['case_id', 'account_id'],
    contextOf: (row) => `review_sides.note|${row.case_id}|${row.account_id}`,
    atOnce: SMALL,
  },
  ofPicture('picture'),
  ofPicture('blurred'),
  bound('liveness_checks', 'ticket_cipher', 'liveness_checks.ticket', ['account_id']),
  loose('demo_liveness_checks', 'request_cipher', 'demo_liveness_checks.request'),
  loose('demo_messages', 'text_cipher', 'demo_messages.text'),
  loose('demo_platform_visits', 'content_cipher', 'demo_platform_visits.content'),
];

function hexOf(bytes: unknown): string {
  return Buffer.isBuffer(bytes) ? bytes.toString('hex') : '';
}

function ofObjection(table: 'number_claims' | 're_registrations'): SealedColumn {
  const contextOf = ({ id }: Row) => ({ column: 're_registrations.objection', row: `${table}|${id}` });
  return { table, column: 'objection_cipher', reads: ['id'], contextOf, atOnce: SMALL };
}

function ofPicture(size: 'picture' | 'blurred'): SealedColumn {
  return {
    table: 'review_pictures',
    column: `${size}_cipher`,
    reads: ['case_id', 'account_id', 'kind'],
    contextOf: (row) => `review_pictures.${size}|${row.case_id}|${row.account_id}|${row.kind}`,
    atOnce: LARGE,
  };
}

/** @throws Error where there is no such column */
export function getSealedColumn(table: string, column: string): SealedColumn {
  const place = sealedColumns.find((one) => one.table === table && one.column === column);
  if (place === undefined) throw new Error(`${table}.${column} is no sealed column`);
  return place;
}
