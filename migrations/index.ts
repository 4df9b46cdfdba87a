import type { Knex } from 'knex';
import * as m0001 from './0001-create-installation';
import * as m0002 from './0002-create-sessions';
import * as m0003 from './0003-create-rule-packs';
import * as m0004 from './0004-create-plans';
import * as m0005 from './0005-create-candidates';
import * as m0006 from './0006-create-applications';
import * as m0007 from './0007-create-mailbox';
import * as m0008 from './0008-create-proofs';
import * as m0009 from './0009-create-demo-messages';
import * as m0010 from './0010-create-reminders';
import * as m0011 from './0011-record-act-times';
import * as m0012 from './0012-create-wechat-tickets';
import * as m0013 from './0013-create-picture-codes';
import * as m0020 from './0020-create-draft-sheets';
import * as m0021 from './0021-create-admission-statistics';
import * as m0022 from './0022-create-candidate-file-states';
import * as m0023 from './0023-create-evaluations';
import * as m0024 from './0024-create-officers';
import * as m0025 from './0025-create-import-mappings';
import * as m0026 from './0026-create-import-jobs';
import * as m0028 from './0028-count-plan-changes';
import * as m0030 from './0030-create-counter-codes';
import * as m0031 from './0031-create-record-openings';
import * as m0032 from './0032-create-print-jobs';
import * as m0033 from './0033-create-form-receipts';
import * as m0034 from './0034-create-paper-drafts';
import * as m0036 from './0036-create-coverage';
import * as m0037 from './0037-create-restorations';
import * as m0038 from './0038-create-list-exports';
import * as m0039 from './0039-count-papers';
import * as m0040 from './0040-index-candidates-by-place';
import * as m0041 from './0041-create-switches';
import * as m0042 from './0042-grant-saves';
import * as m0043 from './0043-create-announcements';
import * as m0044 from './0044-count-paper-saves';
import * as m0050 from './0050-create-accounts';
import * as m0051 from './0051-send-messages-to-accounts';
import * as m0052 from './0052-create-re-registrations';
import * as m0053 from './0053-create-platforms';
import * as m0054 from './0054-link-candidates-to-accounts';
import * as m0055 from './0055-create-liveness-checks';
import * as m0056 from './0056-create-classmate-requests';
import * as m0057 from './0057-admit-reviewers';
import * as m0058 from './0058-create-review-cases';
import * as m0059 from './0059-create-factor-scans';
import * as m0060 from './0060-delay-phrase-changes';
import * as m0061 from './0061-know-account-devices';
import * as m0062 from './0062-create-alarms';
import * as m0063 from './0063-know-officer-devices';
import * as m0070 from './0070-hold-reference';
import * as m0071 from './0071-keep-pulse';
import * as m0072 from './0072-check-keys';
import * as m0073 from './0073-remember-layouts-of-lists';
import * as m0076 from './0076-reach-plan-holders';
import * as m0077 from './0077-keep-list-versions';
import * as m0078 from './0078-request-rule-packs';
import * as m0079 from './0079-print-rounds';
import * as m0081 from './0081-create-people-normal-forms';
import * as m0084 from './0084-name-places';
import * as m0088 from './0088-know-pictures-again';
import * as m0089 from './0089-match-classmate-requests';
import * as m0090 from './0090-wait-with-proofs';
import * as m0091 from './0091-rotate-platform-secrets';
import * as m0092 from './0092-hold-filing';
import * as m0093 from './0093-count-filings-behind';
import * as m0094 from './0094-drop-idle-indexes';
import * as m0095 from './0095-lay-out-exports';
import * as m0096 from './0096-try-rule-packs';
import * as m0097 from './0097-create-waiting-room';
import * as m0099 from './0099-queue-tellings';
import * as m0100 from './0100-order-drafts';
import * as m0101 from './0101-time-oidc-records';
import * as m0102 from './0102-create-ledger';
import * as m0103 from './0103-detail-admission-statistics';
import * as m0104 from './0104-create-score-segments';
import * as m0106 from './0106-cut-windows-into-days';
import * as m0107 from './0107-close-excluded-lists';
import * as m0108 from './0108-confirm-lists';
import * as m0109 from './0109-bring-lists-back';
import * as m0110 from './0110-create-plan-groups';
import * as m0111 from './0111-seal-account-letters';
import * as m0112 from './0112-create-supplements';
import * as m0114 from './0114-turn-keys';
import * as m0115 from './0115-note-looks';
import * as m0116 from './0116-seal-liveness-tickets';
import * as m0117 from './0117-create-measured-minutes';
import * as m0122 from './0122-tell-additive-migrations';
import * as m0124 from './0124-know-makers-of-accounts';
import * as m0125 from './0125-take-wechat-calls-once';
import * as m0126 from './0126-erase-accounts';
import * as m0127 from './0127-find-unerased-accounts';
import * as m0128 from './0128-tell-supplements';
import * as m0129 from './0129-hold-first-secrets';

/** One change of the schema. Its name is the file's, so that sources and compiled program agree on it. */
export interface Migration {
  readonly name: string;
  up(knex: Knex): Promise<void>;
  down(knex: Knex): Promise<void>;
  /**
   * Indexes of tables that are there and large, name to `table (columns)`: built before `up`, without keeping anybody
   * from writing.
   */
  readonly indexes?: Readonly<Record<string, string>>;
  /** Why a program of before cannot serve on the schema that comes of it; without it, it can. docs/decisions/0079. */
  readonly breaks?: string;
}

/** Every migration in order. A list, not a folder: a file that a former build left behind is never run. */
export const migrations: readonly Migration[] = [
  { name: '0001-create-installation', ...m0001 },
  { name: '0002-create-sessions', ...m0002 },
  { name: '0003-create-rule-packs', ...m0003 },
  { name: '0004-create-plans', ...m0004 },
  { name: '0005-create-candidates', ...m0005 },
  { name: '0006-create-applications', ...m0006 },
  { name: '0007-create-mailbox', ...m0007 },
  { name: '0008-create-proofs', ...m0008 },
  { name: '0009-create-demo-messages', ...m0009 },
  { name: '0010-create-reminders', ...m0010 },
  { name: '0011-record-act-times', ...m0011 },
  { name: '0012-create-wechat-tickets', ...m0012 },
  { name: '0013-create-picture-codes', ...m0013 },
  { name: '0020-create-draft-sheets', ...m0020 },
  { name: '0021-create-admission-statistics', ...m0021 },
  { name: '0022-create-candidate-file-states', ...m0022 },
  { name: '0023-create-evaluations', ...m0023 },
  { name: '0024-create-officers', ...m0024 },
  { name: '0025-create-import-mappings', ...m0025 },
  { name: '0026-create-import-jobs', ...m0026 },
  { name: '0028-count-plan-changes', ...m0028 },
  { name: '0030-create-counter-codes', ...m0030 },
  { name: '0031-create-record-openings', ...m0031 },
  { name: '0032-create-print-jobs', ...m0032 },
  { name: '0033-create-form-receipts', ...m0033 },
  { name: '0034-create-paper-drafts', ...m0034 },
  { name: '0036-create-coverage', ...m0036 },
  { name: '0037-create-restorations', ...m0037 },
  { name: '0038-create-list-exports', ...m0038 },
  { name: '0039-count-papers', ...m0039 },
  { name: '0040-index-candidates-by-place', ...m0040 },
  { name: '0041-create-switches', ...m0041 },
  { name: '0042-grant-saves', ...m0042 },
  { name: '0043-create-announcements', ...m0043 },
  { name: '0044-count-paper-saves', ...m0044 },
  { name: '0050-create-accounts', ...m0050 },
  { name: '0051-send-messages-to-accounts', ...m0051 },
  { name: '0052-create-re-registrations', ...m0052 },
  { name: '0053-create-platforms', ...m0053 },
  { name: '0054-link-candidates-to-accounts', ...m0054 },
  { name: '0055-create-liveness-checks', ...m0055 },
  { name: '0056-create-classmate-requests', ...m0056 },
  { name: '0057-admit-reviewers', ...m0057 },
  { name: '0058-create-review-cases', ...m0058 },
  { name: '0059-create-factor-scans', ...m0059 },
  { name: '0060-delay-phrase-changes', ...m0060 },
  { name: '0061-know-account-devices', ...m0061 },
  { name: '0062-create-alarms', ...m0062 },
  { name: '0063-know-officer-devices', ...m0063 },
  { name: '0070-hold-reference', ...m0070 },
  { name: '0071-keep-pulse', ...m0071 },
  { name: '0072-check-keys', ...m0072 },
  { name: '0073-remember-layouts-of-lists', ...m0073 },
  { name: '0076-reach-plan-holders', ...m0076 },
  { name: '0077-keep-list-versions', ...m0077 },
  { name: '0078-request-rule-packs', ...m0078 },
  { name: '0079-print-rounds', ...m0079 },
  { name: '0081-create-people-normal-forms', ...m0081 },
  { name: '0084-name-places', ...m0084 },
  { name: '0088-know-pictures-again', ...m0088 },
  { name: '0089-match-classmate-requests', ...m0089 },
  { name: '0090-wait-with-proofs', ...m0090 },
  { name: '0091-rotate-platform-secrets', ...m0091 },
  { name: '0092-hold-filing', ...m0092 },
  { name: '0093-count-filings-behind', ...m0093 },
  { name: '0094-drop-idle-indexes', ...m0094 },
  { name: '0095-lay-out-exports', ...m0095 },
  { name: '0096-try-rule-packs', ...m0096 },
  { name: '0097-create-waiting-room', ...m0097 },
  { name: '0099-queue-tellings', ...m0099 },
  { name: '0100-order-drafts', ...m0100 },
  { name: '0101-time-oidc-records', ...m0101 },
  { name: '0102-create-ledger', ...m0102 },
  { name: '0103-detail-admission-statistics', ...m0103 },
  { name: '0104-create-score-segments', ...m0104 },
  { name: '0106-cut-windows-into-days', ...m0106 },
  { name: '0107-close-excluded-lists', ...m0107 },
  { name: '0108-confirm-lists', ...m0108 },
  { name: '0109-bring-lists-back', ...m0109 },
  { name: '0110-create-plan-groups', ...m0110 },
  { name: '0111-seal-account-letters', ...m0111 },
  { name: '0112-create-supplements', ...m0112 },
  { name: '0114-turn-keys', ...m0114 },
  { name: '0115-note-looks', ...m0115 },
  { name: '0116-seal-liveness-tickets', ...m0116 },
  { name: '0117-create-measured-minutes', ...m0117 },
  { name: '0122-tell-additive-migrations', ...m0122 },
  { name: '0124-know-makers-of-accounts', ...m0124 },
  { name: '0125-take-wechat-calls-once', ...m0125 },
  { name: '0126-erase-accounts', ...m0126 },
  { name: '0127-find-unerased-accounts', ...m0127 },
  { name: '0128-tell-supplements', ...m0128 },
  { name: '0129-hold-first-secrets', ...m0129 },
];
