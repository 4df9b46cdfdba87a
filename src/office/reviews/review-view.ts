import type { Knex } from 'knex';
import type { Account } from '../../domain/accounts/account';
import { findAccount, listAccountsOfNumber } from '../../domain/accounts/account.repository';
import { findPerson } from '../../domain/accounts/person.repository';
import { openIdentity } from '../../domain/accounts/sealed';
import { listStudentRecords, openRecordNumberTail } from '../../domain/accounts/student-record.repository';
import { pictureKinds } from '../../domain/review-cases/picture';
import type { ReviewCase } from '../../domain/review-cases/review-case';
import { listPictures, type ReviewPicture } from '../../domain/review-cases/review-picture.repository';
import { listSides } from '../../domain/review-cases/review-side.repository';
import { openNote } from '../../domain/review-cases/submission.service';
import { notFound } from '../../infrastructure/errors';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { Verdict } from '../../rules/account/review-verdicts';

/** One of the accounts that a case concerns. */
export interface ViewedSide {
  readonly account: Account;
  readonly number: string;
  readonly note: string;
  readonly sentAt: Date | null;
  readonly pictures: readonly ReviewPicture[];
}

/** 学籍 or 学历 of the person whose number it is. */
export interface ViewedRecord {
  readonly state: 'enrolled' | 'graduated';
  readonly institutionName: string;
  readonly level: string;
  readonly className: string;
  readonly entryYear: number;
  readonly graduationYear: number | null;
  readonly numberTail: string;
}

/** Everything that a reviewer may look at beside the pictures themselves. */
export interface ReviewView {
  readonly applicant: ViewedSide;
  /** The account that has the number; null: nobody has, or it was erased since. */
  readonly rival: ViewedSide | null;
  /** 姓名 that stands with the number. */
  readonly personName: string;
  readonly records: readonly ViewedRecord[];
  /** How many accounts claim the number, these two and cancelled ones among them. */
  readonly claims: number;
  /** The verdicts that the case may have. */
  readonly offered: readonly Verdict[];
}

/** @throws AppError notFound where the applicant's account was erased since */
export async function getReviewView(db: Knex, cipher: Cipher, found: ReviewCase): Promise<ReviewView> {
  const sides = await listSides(db, found.id);
  const pictures = await listPictures(db, found.id);

  async function view(accountId: number): Promise<ViewedSide | null> {
    const account = await findAccount(db, accountId);
    if (account === null) return null;
    const side = sides.find((one) => one.accountId === accountId) ?? null;
    return {
      account,
      number: openIdentity(cipher, account.identityCipher, account.userName),
      note: openNote(cipher, found.id, accountId, side?.noteCipher ?? null),
      sentAt: side?.sentAt ?? null,
      pictures: pictures
        .filter((one) => one.accountId === accountId)
        .toSorted((left, right) => pictureKinds.indexOf(left.kind) - pictureKinds.indexOf(right.kind)),
    };
  }

  const applicant = await view(found.accountId);
  if (applicant === null) throw notFound();
  const rival = found.rivalId === null ? null : await view(found.rivalId);
  const person = await findPerson(db, found.personId);
  const records = await listStudentRecords(db, found.personId);
  const isHeard = found.contestId !== null && rival !== null && rival.sentAt !== null;
  return {
    applicant,
    rival,
    personName: person?.name ?? '',
    records: records.map((record) => ({ ...record, numberTail: openRecordNumberTail(cipher, record) })),
    claims: (await listAccountsOfNumber(db, applicant.account.identityIndex)).length,
    offered: [
      ...(applicant.sentAt === null ? [] : (['applicant'] as const)),
      ...(isHeard ? (['rival'] as const) : []),
      'neither',
    ],
  };
}
