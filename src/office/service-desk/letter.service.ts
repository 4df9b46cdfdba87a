import type { Knex } from 'knex';
import { createFirstSecret, storeFirstSecret } from '../../domain/credentials/first-secret';
import { auditOfficer } from '../../domain/officers/audit-officer';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { narrowToOwn } from '../../domain/officers/scope';
import type { PdfPrinter, PrintedDocument } from '../../domain/printed-forms/pdf-printer';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import { formatDayMinute, formatInstant } from '../../infrastructure/format-time';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { RulePack } from '../../rules/pack/rule-pack';
import {
  type ClassCount,
  isLetterReceiver,
  type LetterGroup,
  type LetterReceiver,
  listClassCounts,
  lockLetterReceivers,
} from './letter.repository';
import type { CounterVisitor } from './record.service';

interface LetterRequest extends LetterGroup {
  /** Letters on one page of A4: 1 or 4, to be cut. */
  readonly onePage: 1 | 4;
  readonly reason: string;
  readonly token: string;
}

/** The letters of one run as they stand on paper. Secrets are in here and nowhere else. */
interface PrintedLetters extends PrintedDocument {
  readonly platform: string;
  /** What is typed into the browser, without the last slash. */
  readonly address: string;
  readonly office: string;
  readonly printed: string;
  readonly onePage: 1 | 4;
  readonly until: string;
  readonly letters: readonly (Omit<LetterReceiver, 'id' | 'schoolCode'> & { readonly secret: string })[];
}

export interface LetterParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly tokens: OfficeTokens;
  readonly pack: () => RulePack;
  readonly pdf: PdfPrinter;
  readonly publicUrl: URL;
}

export const LETTERS_PURPOSE = 'printLetters';
const MAX_LETTERS = 3000;

const DAY_MS = 24 * 3600 * 1000;

async function renew(
  parts: LetterParts,
  transaction: Knex.Transaction,
  receivers: readonly LetterReceiver[],
  days: number,
): Promise<PrintedLetters['letters']> {
  const letters: PrintedLetters['letters'][number][] = [];
  for (const { id, schoolCode: _code, ...receiver } of receivers) {
    const secret = createFirstSecret();
    const changed = await storeFirstSecret(transaction, parts.cipher, {
      candidateId: id,
      text: secret,
      days,
    });
    if (changed !== 1) throw new Error(`first secret of candidate ${id}: ${changed} rows changed`);
    letters.push({ ...receiver, secret });
  }
  return letters;
}

function listClasses({ db }: LetterParts, { scope }: CounterVisitor): Promise<readonly ClassCount[]> {
  return listClassCounts(db, narrowToOwn(scope));
}

/** Whether a candidate of one's own has no password yet. */
function isWaiting(
  { db }: LetterParts,
  { scope }: CounterVisitor,
  candidateNumber: string,
): Promise<boolean> {
  return isLetterReceiver(db, narrowToOwn(scope), candidateNumber);
}

/**
 * New first secrets for all of a group who have no password, as one PDF; theirs serve no more, others' stay.
 * @throws AppError conflict when nobody waits for one, tooLarge for more than `MAX_LETTERS` at once
 */
function printLetters(
  parts: LetterParts,
  { officer, scope, origin }: CounterVisitor,
  { schoolCode, className, candidateNumber, onePage, reason, token }: LetterRequest,
): Promise<Buffer> {
  return parts.db.transaction(async (transaction) => {
    await parts.tokens.use(transaction, token, officer.id, LETTERS_PURPOSE);
    const group = { schoolCode, className, candidateNumber };
    const receivers = await lockLetterReceivers(transaction, narrowToOwn(scope), group);
    if (receivers.length === 0) throw new AppError('conflict', 409);
    if (receivers.length > MAX_LETTERS) throw new AppError('tooLarge', 413);
    const { identity, platform } = parts.pack();
    const days = identity.firstSecretDays;
    const printedAt = new Date(wallClock());
    const letters = await renew(parts, transaction, receivers, days);
    await auditOfficer(transaction, officer, origin, {
      action: 'printLetters',
      subjectKind: candidateNumber === null ? 'school' : 'candidate',
      subjectId: candidateNumber === null ? (schoolCode ?? '') : (receivers[0]?.id ?? ''),
      detail: { reason, class: className, letters: letters.length },
    });
    const document: PrintedLetters = {
      platform: platform.name,
      address: parts.publicUrl.href.replace(/\/$/, ''),
      office: officer.placeName,
      printed: `打印时间：${formatInstant(printedAt)}`,
      printedAt,
      onePage,
      until: formatDayMinute(new Date(printedAt.getTime() + days * DAY_MS)),
      letters,
    };
    return parts.pdf.printDocument('office/service-desk/letters.typ', document);
  });
}

/** 首次登录密码通知单 (P17). The papers are set before the secrets are kept: what could not be printed voids nothing. */
export function createLetterService(parts: LetterParts) {
  return bindParts(parts, { listClasses, isWaiting, print: printLetters });
}

export type LetterService = ReturnType<typeof createLetterService>;
