import type { Request } from 'express';
import {
  CANDIDATE_NAME_FAULT,
  CANDIDATE_NUMBER_FAULT,
  presentCandidateDocumentFault,
} from '../../domain/candidates/identity.presenter';
import { wallClock } from '../../infrastructure/clock';
import { readField } from '../../infrastructure/http/page-renderer';
import { readCandidateDocument } from '../../rules/identity/candidate-document';
import { isCandidateNumber, normaliseCandidateNumber } from '../../rules/identity/candidate-number';
import { isPersonName, normalisePersonName } from '../../rules/identity/person-name';

/** What somebody without a password says of themselves, in normal form. */
export interface PersonFacts {
  readonly identityNumber: string;
  readonly name: string;
}

export interface CandidateFactsTyped extends PersonFacts {
  readonly candidateNumber: string;
}

export type FactsErrors = Partial<Record<keyof CandidateFactsTyped, string>>;

/** 证件号码 and 姓名: shape only, which tells nothing of who exists. */
export function readPersonFacts(req: Request): { value: PersonFacts; errors: FactsErrors } {
  const typed = readField(req, 'identityNumber');
  const document = readCandidateDocument(typed, new Date(wallClock()));
  const name = normalisePersonName(readField(req, 'name'));
  const isKnown = typeof document !== 'string';
  const errors: FactsErrors = {};
  if (typed.trim() === '') errors.identityNumber = '请输入证件号码！';
  else if (!isKnown) errors.identityNumber = presentCandidateDocumentFault(document);
  if (name === '') errors.name = '请输入姓名！';
  else if (!isPersonName(name, isKnown ? document.kind : null)) errors.name = CANDIDATE_NAME_FAULT;
  return { value: { identityNumber: isKnown ? document.number : '', name }, errors };
}

/** The three facts of figure 21. */
export function readCandidateFacts(req: Request): { value: CandidateFactsTyped; errors: FactsErrors } {
  const candidateNumber = normaliseCandidateNumber(readField(req, 'candidateNumber'));
  const { value, errors } = readPersonFacts(req);
  if (candidateNumber === '') errors.candidateNumber = '请输入考生号！';
  else if (!isCandidateNumber(candidateNumber)) errors.candidateNumber = CANDIDATE_NUMBER_FAULT;
  return { value: { ...value, candidateNumber }, errors };
}
