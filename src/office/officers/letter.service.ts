import type { Knex } from 'knex';
import { createFirstSecret, hashFirstSecret } from '../../domain/credentials/first-secret';
import { type ActAuthor, auditAct, beginAct } from '../../domain/officers/act-author';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { officerRoles } from '../../domain/officers/officer';
import type { PdfPrinter, PrintedDocument } from '../../domain/printed-forms/pdf-printer';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import { formatInstant, formatMinute } from '../../infrastructure/format-time';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { RulePack } from '../../rules/pack/rule-pack';
import {
  listWaitingPlaces,
  lockWaitingOfficers,
  type OfficerLetter,
  type WaitingPlace,
} from './letter.repository';
import { mayGive } from './officer-account.service';
import { renewFirstSecret } from './officer-credential.repository';

/** The letters of one run as they stand on paper. Secrets are in here and nowhere else. */
interface PrintedOfficerLetters extends PrintedDocument {
  readonly platform: string;
  readonly office: string;
  readonly printed: string;
  readonly until: string;
  readonly letters: readonly (Omit<OfficerLetter, 'id'> & { readonly secret: string })[];
}

interface OfficerLetterParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly tokens: OfficeTokens;
  readonly pack: () => RulePack;
  readonly pdf: PdfPrinter;
  /** Days for which an account is taken for its maker's where two persons are asked for. */
  readonly apartDays: number;
}

export const OFFICER_LETTERS_PURPOSE = 'printOfficerLetters';
/** Letters go from the province to schools by hand: a day would not do. */
const LETTER_DAYS = 7;
const MAX_LETTERS = 3000;
const DAY_SECONDS = 24 * 3600;

const roles = officerRoles.filter(mayGive);

/** Where accounts wait for their first sign-in. */
function listPlaces({ db }: OfficerLetterParts): Promise<readonly WaitingPlace[]> {
  return listWaitingPlaces(db, roles);
}

/**
 * New first secrets for all accounts of a city or county, or of all, that have no password, as one PDF; theirs serve
 * no more, others' stay. @throws AppError conflict where nobody waits, tooLarge for more than `MAX_LETTERS`
 */
function printLetters(
  { db, tokens, cipher, pack, pdf, apartDays }: OfficerLetterParts,
  author: ActAuthor,
  place: string | null,
): Promise<Buffer> {
  return db.transaction(async (transaction) => {
    await beginAct(transaction, tokens, author, OFFICER_LETTERS_PURPOSE);
    const receivers = await lockWaitingOfficers(transaction, roles, place);
    if (receivers.length === 0) throw new AppError('conflict', 409);
    if (receivers.length > MAX_LETTERS) throw new AppError('tooLarge', 413);
    const letters: PrintedOfficerLetters['letters'][number][] = [];
    for (const { id, ...receiver } of receivers) {
      const secret = createFirstSecret();
      const hash = hashFirstSecret(cipher, secret);
      const changed = await renewFirstSecret(transaction, id, {
        hash,
        lifeSeconds: LETTER_DAYS * DAY_SECONDS,
        madeBy: author.kind === 'officer' ? author.officer.id : null,
        apartDays,
      });
      if (changed !== 1) throw new Error(`first secret of officer ${id}: ${changed} rows changed`);
      letters.push({ ...receiver, secret });
    }
    await auditAct(transaction, author, {
      action: 'printOfficerLetters',
      subjectKind: 'officers',
      subjectId: place ?? 'all',
      detail: { letters: letters.length },
    });
    const printedAt = new Date(wallClock());
    const { platform } = pack();
    const document: PrintedOfficerLetters = {
      platform: platform.name,
      office: platform.office,
      printed: `打印时间：${formatInstant(printedAt)}`,
      printedAt,
      until: formatMinute(new Date(printedAt.getTime() + LETTER_DAYS * DAY_SECONDS * 1000)),
      letters,
    };
    return pdf.printDocument('office/officers/letters.typ', document);
  });
}

/** 工作人员首次登录密码通知单: set before the secrets are kept, so that what could not be printed voids nothing. */
export function createOfficerLetterService(parts: OfficerLetterParts) {
  return bindParts(parts, { listPlaces, print: printLetters });
}

export type OfficerLetterService = ReturnType<typeof createOfficerLetterService>;
