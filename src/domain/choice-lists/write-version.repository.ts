import type { Knex } from 'knex';
import { defineStatement, type Query, sendInOrder } from '../../infrastructure/database/statement';
import type { AuditEntry } from '../audit/audit.repository';
import type { MailText } from '../mailbox/mail.repository';
import type { NewMessage } from '../messages/outbox.repository';
import { nudgeAfterCommit } from '../messages/outbox-nudge';
import type { ApplicationGroup, NewVersion } from './application.repository';
import { formClosing } from './form-opening.repository';
import type { Evidence } from './save-outcome';

/** A version, where it goes, and what goes with it. */
interface VersionWrite {
  readonly version: NewVersion;
  /** The group as it was seen under the lock; null: it has no row. */
  readonly seen: ApplicationGroup | null;
  /** Since when the hour between saves runs. */
  readonly cooldownFrom: Date;
  /** Null where an older version is put back. */
  readonly save: SaveWrite | null;
}

/** What a save leaves beside its version. */
export interface SaveWrite {
  readonly evidence: Evidence;
  /** Null: the office keeps its own line. */
  readonly audit: Pick<AuditEntry, 'detail'> | null;
  /** Read-only letters to the owner, in this order. */
  readonly mails: readonly MailText[];
  readonly messages: readonly NewMessage[];
}

const VERSION = `insert into application_versions (candidate_id, group_code, ordinal, save_number, batch_code, pack_code,
    pack_version, canonical_body, saved_at, actor_kind, actor_id, address, device, form_token, previous_hash, nonce, hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) returning id`;

const FIRST_IN_GROUP = `insert into application_groups (candidate_id, group_code, saves_used, last_ordinal, last_saved_at,
    current_batch_code, current_version_id)
  select $1, $2, $4, $3, $18, $5, id from version returning 1`;

const NEXT_IN_GROUP = `update application_groups
     set saves_used = $4, last_ordinal = $3, last_saved_at = $18, current_batch_code = $5, current_version_id = version.id
    from version
   where candidate_id = $1 and group_code = $2 and saves_used = $19 and last_ordinal = $20 and abandoned_at is null
  returning 1`;

/** `at`: the place of the first of nine values. */
const SAVE = (at: number) => `attempt as (
    insert into save_attempts (candidate_id, batch_code, outcome, detail, form_token, body_hash, address, device, node)
    select $1, $5, 'saved', json_build_object('version', id), $14, $${at}, $12, $13, $${at + 1} from version),
  letters as (
    insert into mails (candidate_id, kind, title, body, sent_at)
    select $1, kind, title, body, $9
      from unnest($${at + 2}::text[], $${at + 3}::text[], $${at + 4}::text[]) with ordinality as m (kind, title, body, place)
     order by place),
  messages as (
    insert into outbox_messages (candidate_id, kind, channel, destination_cipher, text_cipher)
    select $1, kind, channel, destination, text
      from unnest($${at + 5}::text[], $${at + 6}::text[], $${at + 7}::bytea[], $${at + 8}::bytea[])
        as m (kind, channel, destination, text)),
  draft as (delete from application_drafts where candidate_id = $1 and batch_code = $5)`;

/** `at`: the place of the detail. */
const AUDIT = (at: number) => `audit as (
    insert into audit_entries (actor_kind, actor_id, action, subject_kind, subject_id, detail, address, device)
    select 'candidate', $1::text, 'saveChoiceList', 'application', id::text, $${at}, $12, $13 from version)`;

/** One statement for a version and all that goes with it. */
function defineWrite(fresh: boolean, saved: boolean, audited: boolean) {
  const at = fresh ? 19 : 21;
  const parts = [
    `version as (${VERSION})`,
    `placed as (${fresh ? FIRST_IN_GROUP : NEXT_IN_GROUP})`,
    ...(saved ? [SAVE(at)] : []),
    ...(audited ? [AUDIT(at + 9)] : []),
  ];
  return defineStatement<{ readonly id: number; readonly placed: number }>(
    `with ${parts.join(',\n  ')}\nselect id, (select count(*) from placed)::int as placed from version`,
  );
}

const defineWrites = (fresh: boolean) => ({
  restored: defineWrite(fresh, false, false),
  typedIn: defineWrite(fresh, true, false),
  saved: defineWrite(fresh, true, true),
});
const first = defineWrites(true);
const next = defineWrites(false);

function versionWrite({ version, seen, cooldownFrom, save }: VersionWrite): Query<number> {
  const audit = save?.audit ?? null;
  const writes = seen === null ? first : next;
  const statement = save === null ? writes.restored : audit === null ? writes.typedIn : writes.saved;
  return statement.query(
    [
      ...listVersionValues(version),
      cooldownFrom,
      ...(seen === null ? [] : [seen.savesUsed, seen.lastOrdinal]),
      ...(save === null ? [] : listSaveValues(save)),
      ...(audit === null ? [] : [JSON.stringify(audit.detail ?? {})]),
    ],
    ([row]) => {
      if (row?.placed !== 1)
        throw new Error(`group ${version.group} of candidate ${version.candidateId} has changed`);
      return row.id;
    },
  );
}

function listVersionValues(version: NewVersion): readonly unknown[] {
  const { candidateId, group, ordinal, saveNumber, batch, packCode, packVersion, canonicalBody } = version;
  const { savedAt, actor, address, device, formToken, previousHash, nonce, hash } = version;
  return [
    ...[candidateId, group, ordinal, saveNumber, batch, packCode, packVersion, canonicalBody],
    ...[savedAt, actor.kind, actor.id, address, device, formToken, previousHash, nonce, hash],
  ];
}

function listSaveValues({ evidence, mails, messages }: SaveWrite): readonly unknown[] {
  return [
    ...[evidence.bodyHash, evidence.node],
    ...[mails.map(({ kind }) => kind), mails.map(({ title }) => title), mails.map(({ body }) => body)],
    ...[messages.map(({ kind }) => kind), messages.map(({ channel }) => channel)],
    ...[
      messages.map(({ destinationCipher }) => destinationCipher),
      messages.map(({ textCipher }) => textCipher),
    ],
  ];
}

/**
 * Appends a version to its chain, puts it in force and counts it, provided that the group still stands where it was
 * seen; with it go evidence, letters and messages, and form and draft are taken away. The form first: a draft that is
 * being kept meanwhile holds the opening, and is seen once it lets go.
 *
 * What else happens in that moment is in triggers: `application_groups` and `application_drafts` move the figures of
 * 填报进度 (migration 0036), and nothing written to `application_versions` or `save_attempts` can be changed (0006).
 * @returns its id @throws Error where the group does not stand there: nothing may be committed.
 */
export async function writeVersion(transaction: Knex.Transaction, write: VersionWrite): Promise<number> {
  const { candidateId, batch } = write.version;
  if (write.save === null) return (await sendInOrder(transaction, [versionWrite(write)]))[0];
  const [, versionId] = await sendInOrder(transaction, [
    formClosing(candidateId, batch),
    versionWrite(write),
  ]);
  if (write.save.messages.length > 0) nudgeAfterCommit(transaction);
  return versionId;
}
