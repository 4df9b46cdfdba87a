import type { Knex } from 'knex';
import { defineNamedStatement } from '../../infrastructure/database/named-values';
import { ReferenceChanged } from '../../infrastructure/database/reference-watch';
import { send } from '../../infrastructure/database/statement';
import type { AuditEntry } from '../audit/audit.repository';
import type { MailText } from '../mailbox/mail.repository';
import type { NewMessage } from '../messages/outbox.repository';
import { nudgeAfterCommit } from '../messages/outbox-nudge';
import type { ApplicationGroup, NewVersion } from './application.repository';
import { describeClosed } from './compose-version';
import type { Evidence } from './save-outcome';
import type { SeenFiling } from './save-reading.repository';

/** A version, where it goes, and what goes with it. */
interface VersionWrite {
  readonly version: NewVersion;
  /** The group as it was seen; null: it has no row. */
  readonly group: ApplicationGroup | null;
  /** Since when the hour between saves runs. */
  readonly cooldownFrom: Date;
  /** Null where an older version is put back, the candidate being locked. */
  readonly save: SaveWrite | null;
}

/** What a save leaves beside its version. */
export interface SaveWrite {
  /** What it was decided by. */
  readonly seen: SeenFiling;
  readonly evidence: Evidence;
  /** Null: the office keeps its own line. */
  readonly audit: Pick<AuditEntry, 'detail'> | null;
  /** Read-only letters to the owner, in this order. */
  readonly mails: readonly MailText[];
  readonly messages: readonly NewMessage[];
}

/*
 * The parts of the statement. Each is fed by the one before it, so that nothing is written unless all before it was:
 * held → closed → listed → numbered → placed → version → everything else.
 */

/** One row where all stands as it was seen, and does until the end; none otherwise. */
const HELD = 'held as materialized (select where hold_filing(:candidate, :reference, :mark))';

/** Form and draft are taken away. */
const CLOSED = 'closed as materialized (select from held where close_form(:candidate, :batch))';

/** Whether the lists that are to be closed stand as they were seen; their rows and the group's are locked, in one order. */
const LISTED = (from: string) =>
  `listed as materialized (select from ${from} where hold_lists(:candidate, :group, :closedGroups, :closedVersions))`;

const NUMBERED = (from: string) =>
  `numbered as materialized (select nextval('application_versions_id_seq') as id from ${from})`;

const FIRST_IN_GROUP = `placed as (
    insert into application_groups (candidate_id, group_code, saves_used, last_ordinal, last_saved_at,
      current_batch_code, current_version_id)
    select :candidate, :group, :saveNumber, :ordinal, :cooldownFrom, :batch, id from numbered
    returning current_version_id as id)`;

const NEXT_IN_GROUP = `placed as (
    update application_groups
       set saves_used = :saveNumber, last_ordinal = :ordinal, last_saved_at = :cooldownFrom,
           current_batch_code = :batch, current_version_id = id
      from numbered
     where candidate_id = :candidate and group_code = :group
       and saves_used = :savesSeen and last_ordinal = :ordinalSeen and abandoned_at is null
    returning current_version_id as id)`;

const VERSION = `version as (
    insert into application_versions (id, candidate_id, group_code, ordinal, save_number, batch_code, pack_code,
      pack_version, canonical_body, saved_at, actor_kind, actor_id, address, device, form_token, previous_hash, nonce,
      hash, closes)
    overriding system value
    select id, :candidate, :group, :ordinal, :saveNumber, :batch, :pack, :packVersion, :body, :savedAt, :actorKind,
      :actorId, :address, :device, :formToken, :previousHash, :nonce, :hash, :closes
      from placed
    returning id)`;

/** What the batch excludes is in force no more; saves are counted on where it is filed again. */
const SHUT = `shut as (
    update application_groups set current_batch_code = null, current_version_id = null
      from placed
     where candidate_id = :candidate and group_code = any (:closedGroups)
       and current_version_id = any (:closedVersions))`;

const ATTEMPT = `attempt as (
    insert into save_attempts (candidate_id, batch_code, outcome, detail, form_token, body_hash, address, device, node)
    select :candidate, :batch, 'saved', json_build_object('version', id), :formToken, :bodyHash, :address, :device, :node
      from version)`;

const LETTERS = `letters as (
    insert into mails (candidate_id, kind, title, body, sent_at)
    select :candidate, kind, title, mail.body, :savedAt
      from version, unnest(:mailKinds::text[], :mailTitles::text[], :mailBodies::text[])
        with ordinality as mail (kind, title, body, place)
     order by place)`;

const MESSAGES = `messages as (
    insert into outbox_messages (candidate_id, kind, channel, destination_cipher, text_cipher)
    select :candidate, kind, channel, destination, text
      from version, unnest(:messageKinds::text[], :channels::text[], :destinations::bytea[], :texts::bytea[])
        as message (kind, channel, destination, text))`;

const AUDIT = `audit as (
    insert into audit_entries (actor_kind, actor_id, action, subject_kind, subject_id, detail, address, device)
    select 'candidate', :candidate::text, 'saveChoiceList', 'application', id::text, :auditDetail, :address, :device
      from version)`;

function defineWrite(place: string, kind: 'restored' | 'typedIn' | 'saved', closes: boolean) {
  const [before, from] = kind === 'restored' ? [[], '(select) as locked'] : [[HELD, CLOSED], 'closed'];
  const put = closes
    ? [LISTED(from), NUMBERED('listed'), place, SHUT, VERSION]
    : [NUMBERED(from), place, VERSION];
  const told = kind === 'restored' ? [] : [ATTEMPT, LETTERS, MESSAGES];
  const all = [...before, ...put, ...told, ...(kind === 'saved' ? [AUDIT] : [])];
  return defineNamedStatement<{ readonly id: number }>(`with ${all.join(',\n  ')}\nselect id from version`);
}

const defineWrites = (place: string, closes: boolean) => ({
  restored: defineWrite(place, 'restored', closes),
  typedIn: defineWrite(place, 'typedIn', closes),
  saved: defineWrite(place, 'saved', closes),
});
const defineBoth = (place: string) => ({
  alone: defineWrites(place, false),
  closing: defineWrites(place, true),
});
const first = defineBoth(FIRST_IN_GROUP);
const next = defineBoth(NEXT_IN_GROUP);

function listValues({ version, group, cooldownFrom, save }: VersionWrite) {
  return {
    candidate: version.candidateId,
    group: version.group,
    ordinal: version.ordinal,
    saveNumber: version.saveNumber,
    batch: version.batch,
    pack: version.packCode,
    packVersion: version.packVersion,
    body: version.canonicalBody,
    savedAt: version.savedAt,
    actorKind: version.actor.kind,
    actorId: version.actor.id,
    address: version.address,
    device: version.device,
    formToken: version.formToken,
    previousHash: version.previousHash,
    nonce: version.nonce,
    hash: version.hash,
    closes: toJson(describeClosed(version.closes)),
    closedGroups: version.closes.map(({ group: closed }) => closed),
    closedVersions: version.closes.map(({ versionId }) => versionId),
    cooldownFrom,
    ...(group !== null && { savesSeen: group.savesUsed, ordinalSeen: group.lastOrdinal }),
    ...(save !== null && listSaveValues(save)),
  };
}

function listSaveValues({ seen, evidence, audit, mails, messages }: SaveWrite) {
  return {
    reference: seen.reference,
    mark: seen.mark,
    bodyHash: evidence.bodyHash,
    node: evidence.node,
    mailKinds: mails.map(({ kind }) => kind),
    mailTitles: mails.map(({ title }) => title),
    mailBodies: mails.map(({ body }) => body),
    messageKinds: messages.map(({ kind }) => kind),
    channels: messages.map(({ channel }) => channel),
    destinations: messages.map(({ destinationCipher }) => destinationCipher),
    texts: messages.map(({ textCipher }) => textCipher),
    auditDetail: JSON.stringify(audit?.detail ?? {}),
  };
}

const toJson = (value: unknown) => (value === null ? null : JSON.stringify(value));

/**
 * Appends a version to its chain, puts it in force, counts it and closes what it excludes, by one statement; with a save go evidence, letters
 * and messages, and form and draft are taken away. All of it is written or nothing.
 *
 * A save is written where everything stands as it was seen: its statement locks the candidate and holds the reference,
 * as every other change of a candidate's does, and looks behind the locks (`hold_filing`, migration 0092).
 *
 * What else happens in that moment is in triggers: `application_versions` and `application_drafts` leave a line by which
 * the figures of 填报进度 are moved later (migration 0093), and nothing written to `application_versions` or
 * `save_attempts` can be changed (0006).
 * @returns its id @throws ReferenceChanged where something stands otherwise by now: nothing was written
 */
export async function writeVersion(db: Knex, write: VersionWrite): Promise<number> {
  const { group, save } = write;
  const writes = (group === null ? first : next)[write.version.closes.length === 0 ? 'alone' : 'closing'];
  const statement = save === null ? writes.restored : save.audit === null ? writes.typedIn : writes.saved;
  const id = await send(
    db,
    statement.query(listValues(write), ([row]) => row?.id ?? null),
  );
  if (id === null) throw new ReferenceChanged('what the save was decided by has changed');
  if (save !== null && save.messages.length > 0) nudgeAfterCommit(db);
  return id;
}
