import { randomInt } from 'node:crypto';
import type { Knex } from 'knex';
import type { OfficerAuthor } from '../../domain/officers/act-author';
import { auditOfficer } from '../../domain/officers/audit-officer';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { areTwo } from '../../domain/officers/two-persons.repository';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Clock } from '../../infrastructure/clock';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { AppError, notFound } from '../../infrastructure/errors';
import type { Cipher } from '../../infrastructure/security/cipher';
import { needsConfirmation } from '../../rules/filing/final-confirmation';
import { abandonGroupCode } from '../../rules/filing/groups';
import type { ExportRunner } from './export-runner';
import { defaultLayout, type LayoutColumn } from './layout';
import {
  decideExport,
  findExport,
  insertExport,
  type ListExport,
  stopExport,
} from './list-export.repository';
import { joinHalves } from './package-cipher';

export type ExportRefusal = 'open' | 'sameOfficer' | 'decided';

/** A half of the passphrase, shown once; or why nothing was done. */
export type ExportResult =
  | { readonly refusal: null; readonly id: number; readonly half: string }
  | { readonly refusal: ExportRefusal; readonly batch?: string };

/** The forms' tokens are issued for these. */
export const EXPORT_PURPOSE = 'requestExport';
export const exportPurpose = (act: 'approve' | 'refuse' | 'stop', id: number) => `${act}Export|${id}`;

interface ExportOrder {
  readonly batches: readonly string[];
  readonly reason: string;
  /** Columns of the tables. */
  readonly layout: readonly LayoutColumn[];
}

interface ExportParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly reference: Watched<Reference>;
  readonly tokens: OfficeTokens;
  readonly exportRunner: ExportRunner;
}

const HALF_CONTEXT = 'list_exports.first_half';
/** No letter that looks like a digit. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 98 bits: five groups of four. */
function createHalf(): string {
  const letters = Array.from({ length: 20 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return (letters.match(/.{4}/g) ?? []).join('-');
}

function isClosed(parts: ExportParts, code: string, now: Date): boolean {
  const windows = parts.reference.current().calendar.listWindows(code);
  return windows.length > 0 && windows.every(({ closesAt }) => closesAt.getTime() <= now.getTime());
}

async function get(transaction: Knex, id: number): Promise<ListExport> {
  const found = await findExport(transaction, id);
  if (found === null) throw notFound();
  return found;
}

const audit = (
  transaction: Knex.Transaction,
  { officer, origin }: OfficerAuthor,
  action: 'requestExport' | 'approveExport' | 'refuseExport' | 'stopExport',
  id: number,
  detail: Readonly<Record<string, string>> = {},
) => auditOfficer(transaction, officer, origin, { action, subjectKind: 'export', subjectId: id, detail });

/** Batches whose every window is over: only they can be exported. */
function listClosed(
  parts: ExportParts,
  now: Date,
): readonly { readonly code: string; readonly name: string }[] {
  return parts.reference
    .current()
    .calendar.pack.batches.filter(({ code }) => isClosed(parts, code, now))
    .map(({ code, name }) => ({ code, name }));
}

/** The first officer's half. @throws AppError csrf, actRepeated */
function requestExport(
  parts: ExportParts,
  author: OfficerAuthor,
  { batches, reason, layout }: ExportOrder,
): Promise<ExportResult> {
  return parts.db.transaction(async (transaction) => {
    const now = await parts.clock.now(transaction);
    const open = batches.find((code) => !isClosed(parts, code, now));
    if (open !== undefined) return { refusal: 'open', batch: open };
    await parts.tokens.use(transaction, author.token, author.officer.id, EXPORT_PURPOSE);
    const half = createHalf();
    const id = await insertExport(transaction, {
      batches,
      reason,
      requestedBy: author.officer.id,
      firstHalfCipher: parts.cipher.encrypt(half, HALF_CONTEXT),
      layout,
    });
    await audit(transaction, author, 'requestExport', id, { reason, batches: batches.join(' ') });
    return { refusal: null, id, half };
  });
}

/** The second officer's half; the package is begun. @throws AppError notFound, csrf, actRepeated */
async function approveExport(parts: ExportParts, author: OfficerAuthor, id: number): Promise<ExportResult> {
  const { db, cipher, reference, clock, tokens, exportRunner } = parts;
  const half = createHalf();
  const found = await get(db, id);
  if (!(await areTwo(db, found.requestedBy, author.officer.id))) return { refusal: 'sameOfficer' };
  if (found.state !== 'requested' || found.firstHalfCipher === null) return { refusal: 'decided' };
  const firstHalf = cipher.decrypt(found.firstHalfCipher, HALF_CONTEXT);
  const { pack } = reference.current().calendar;
  const result = await db.transaction(async (transaction): Promise<ExportResult & { now?: Date }> => {
    const now = await clock.now(transaction);
    // A window may have been opened again since.
    const open = found.batches.find((code) => !isClosed(parts, code, now));
    if (open !== undefined) return { refusal: 'open', batch: open };
    await tokens.use(transaction, author.token, author.officer.id, exportPurpose('approve', id));
    const changed = await decideExport(transaction, id, 'running', author.officer.id);
    if (changed !== 1) return { refusal: 'decided' };
    await audit(transaction, author, 'approveExport', id);
    return { refusal: null, id, half, now };
  });
  if (result.refusal === null && result.now !== undefined)
    exportRunner.start({
      id,
      batches: pack.batches
        .filter(({ code }) => found.batches.includes(code))
        .map((batch) => ({
          code: batch.code,
          abandonGroup: abandonGroupCode(batch),
          confirmedOnly: needsConfirmation(batch),
        })),
      pack,
      createdAt: result.now,
      passphrase: joinHalves(firstHalf, half),
      layout: found.layout ?? defaultLayout,
    });
  return result;
}

/** @throws AppError notFound, csrf, actRepeated, conflict */
function refuseExport({ db, tokens }: ExportParts, author: OfficerAuthor, id: number): Promise<void> {
  return db.transaction(async (transaction) => {
    await get(transaction, id);
    await tokens.use(transaction, author.token, author.officer.id, exportPurpose('refuse', id));
    const changed = await decideExport(transaction, id, 'refused', author.officer.id);
    if (changed !== 1) throw new AppError('conflict', 409);
    await audit(transaction, author, 'refuseExport', id);
  });
}

/** @throws AppError notFound, csrf, actRepeated, conflict */
function endExport({ db, tokens }: ExportParts, author: OfficerAuthor, id: number): Promise<void> {
  return db.transaction(async (transaction) => {
    await get(transaction, id);
    await tokens.use(transaction, author.token, author.officer.id, exportPurpose('stop', id));
    if ((await stopExport(transaction, id, author.officer.id)) !== 1) throw new AppError('conflict', 409);
    await audit(transaction, author, 'stopExport', id);
  });
}

/** Final lists handed over by two officers, each of whom holds half of the key (P29). */
export function createExportService(parts: ExportParts) {
  return bindParts(parts, {
    listClosed,
    request: requestExport,
    approve: approveExport,
    refuse: refuseExport,
    stop: endExport,
  });
}

export type ExportService = ReturnType<typeof createExportService>;
