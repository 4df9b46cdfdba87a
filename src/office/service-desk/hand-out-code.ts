import type { Knex } from 'knex';
import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { putCodeHash } from '../../domain/counter-codes/counter-code.repository';
import { hashCounterCode } from '../../domain/counter-codes/counter-code.service';
import { type CounterPurpose, listOfferedPurposes } from '../../domain/counter-codes/purpose';
import { presentPurpose } from '../../domain/counter-codes/purpose.presenter';
import { createFirstSecret } from '../../domain/credentials/first-secret';
import { getFactors } from '../../domain/identity/factor.repository';
import { tellOwner } from '../../domain/messages/tell-owner';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { wallClock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { CounterVisitor } from './record.service';

/** A 柜台码, shown once. */
export interface IssuedCode {
  readonly code: string;
  readonly purpose: CounterPurpose;
  readonly candidate: CandidateRecord;
  readonly lifeHours: number;
}

export interface CodeParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly tokens: OfficeTokens;
}

const LIFE_HOURS = 24;
export const LIFE_SECONDS = LIFE_HOURS * 3600;

/** @throws AppError conflict when the candidate has nothing of the kind */
export async function requireOffered(
  transaction: Knex,
  { id, frozenAt }: CandidateRecord,
  purpose: CounterPurpose,
): Promise<void> {
  const factors = await getFactors(transaction, id);
  const offered = listOfferedPurposes({
    frozen: frozenAt !== null,
    hasTotp: factors.totpBoundAt !== null,
    hasPhone: factors.phoneCipher !== null,
  });
  if (!offered.includes(purpose)) throw new AppError('conflict', 409);
}

/** Makes the code, keeps its hash, tells the candidate. */
export async function handOutCode(
  parts: CodeParts,
  transaction: Knex.Transaction,
  { officer }: CounterVisitor,
  candidate: CandidateRecord,
  { id, purpose }: { readonly id: number; readonly purpose: CounterPurpose },
): Promise<IssuedCode> {
  const { cipher } = parts;
  const code = createFirstSecret();
  const hash = hashCounterCode(cipher, candidate.id, code);
  const changed = await putCodeHash(transaction, id, { hash, lifeSeconds: LIFE_SECONDS });
  if (changed !== 1) throw new AppError('conflict', 409);
  await tellOwner(transaction, cipher, {
    candidateId: candidate.id,
    kind: 'counterCodeIssued',
    at: new Date(wallClock()),
    values: { purpose: presentPurpose(purpose), office: officer.placeName },
  });
  return { code, purpose, candidate, lifeHours: LIFE_HOURS };
}
