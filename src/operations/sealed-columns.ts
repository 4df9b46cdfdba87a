import { destinationContext } from '../domain/messages/outbox.repository';

type Row = Readonly<Record<string, unknown>>;

/** A column in which something stands sealed. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** What else of the row says for which place a value is sealed. */
  readonly reads: readonly string[];
  contextOf(row: Row): string;
  /** Rows in one go: few of whole pictures and pages. */
  readonly atOnce: number;
}

const SMALL = 500;
const LARGE = 10;

const fixed = (table: string, column: string, context: string, atOnce = SMALL): SealedColumn => ({
  table,
  column,
  reads: [],
  contextOf: () => context,
  atOnce,
});

/** Every column that `Cipher` seals, with the place that is sealed into each value: what a change of DATA_KEY goes through. */
export const sealedColumns: readonly SealedColumn[] = [
  fixed('candidates', 'identity_number_cipher', 'candidates.identity_number'),
  fixed('candidates', 'phone_cipher', 'candidates.phone'),
  fixed('credentials', 'totp_secret_cipher', 'credentials.totp_secret'),
  fixed('credentials', 'totp_pending_cipher', 'credentials.totp_secret'),
  fixed('credentials', 'wechat_open_id_cipher', 'credentials.wechat_open_id'),
  fixed('persons', 'identity_cipher', 'persons.identity'),
  fixed('accounts', 'identity_cipher', 'persons.identity'),
  fixed('accounts', 'phone_cipher', 'accounts.phone'),
  fixed('accounts', 'email_cipher', 'accounts.email'),
  fixed('account_factors', 'subject_cipher', 'account_factors.subject'),
  fixed('account_mails', 'body_cipher', 'account_mails.body'),
  fixed('student_records', 'number_cipher', 'student_records.number'),
  fixed('number_claims', 'objection_cipher', 're_registrations.objection'),
  fixed('re_registrations', 'objection_cipher', 're_registrations.objection'),
  fixed('officers', 'totp_secret_cipher', 'officers.totp_secret'),
  fixed('platforms', 'secret_cipher', 'platforms.secret'),
  fixed('platforms', 'former_secret_cipher', 'platforms.secret'),
  fixed('oidc_records', 'payload_cipher', 'oidc_records.payload'),
  fixed('factor_scans', 'extras_cipher', 'factor_scans.extras'),
  fixed('outbox_messages', 'text_cipher', 'outbox_messages.text'),
  {
    table: 'outbox_messages',
    column: 'destination_cipher',
    reads: ['channel'],
    contextOf: ({ channel }) => destinationContext[channel as keyof typeof destinationContext],
    atOnce: SMALL,
  },
  fixed('list_exports', 'first_half_cipher', 'list_exports.first_half'),
  fixed('list_version_parts', 'body', 'list_version_parts.body', LARGE),
  fixed('print_job_parts', 'pdf_cipher', 'print_job_parts.pdf', LARGE),
  {
    table: 'review_sides',
    column: 'note_cipher',
    reads: ['case_id', 'account_id'],
    contextOf: (row) => `review_sides.note|${row.case_id}|${row.account_id}`,
    atOnce: SMALL,
  },
  ofPicture('picture'),
  ofPicture('blurred'),
  fixed('liveness_checks', 'ticket_cipher', 'liveness_checks.ticket'),
  fixed('demo_liveness_checks', 'request_cipher', 'demo_liveness_checks.request'),
  fixed('demo_messages', 'text_cipher', 'demo_messages.text'),
  fixed('demo_platform_visits', 'content_cipher', 'demo_platform_visits.content'),
];

function ofPicture(size: 'picture' | 'blurred'): SealedColumn {
  return {
    table: 'review_pictures',
    column: `${size}_cipher`,
    reads: ['case_id', 'account_id', 'kind'],
    contextOf: (row) => `review_pictures.${size}|${row.case_id}|${row.account_id}|${row.kind}`,
    atOnce: LARGE,
  };
}
