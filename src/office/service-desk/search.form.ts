import type { Request } from 'express';
import {
  CANDIDATE_NAME_FAULT,
  CANDIDATE_NUMBER_FAULT,
  presentCandidateDocumentFault,
} from '../../domain/candidates/identity.presenter';
import { presentPhoneFault } from '../../domain/phones/phone-fault.presenter';
import { wallClock } from '../../infrastructure/clock';
import { readField } from '../../infrastructure/http/page-renderer';
import { readCandidateDocument } from '../../rules/identity/candidate-document';
import { isCandidateNumber, normaliseCandidateNumber } from '../../rules/identity/candidate-number';
import { isPersonName, normalisePersonName } from '../../rules/identity/person-name';
import { findPhoneFault, normalisePhone } from '../../rules/identity/phone';

export const searchFields = ['candidateNumber', 'identityNumber', 'name', 'phone'] as const;

type SearchField = (typeof searchFields)[number];

/** As it was typed. */
export type TypedSearch = Readonly<Record<SearchField, string>>;

export type SearchErrors = Partial<Record<SearchField, string>>;

/** What is looked for, in normal form. */
export interface SearchWish {
  readonly by: SearchField;
  readonly value: string;
}

export const emptySearch: TypedSearch = { candidateNumber: '', identityNumber: '', name: '', phone: '' };

/** Reads what an officer looks for: exactly one of the four. `wish` is null while there is a fault. */
export function readSearch(req: Request): {
  readonly typed: TypedSearch;
  readonly wish: SearchWish | null;
  readonly errors: SearchErrors;
} {
  const typed: TypedSearch = {
    candidateNumber: readField(req, 'candidateNumber').trim(),
    identityNumber: readField(req, 'identityNumber').trim(),
    name: readField(req, 'name').trim(),
    phone: readField(req, 'phone').trim(),
  };
  const [by, ...others] = searchFields.filter((field) => typed[field] !== '');
  if (by === undefined || others.length > 0)
    return {
      typed,
      wish: null,
      errors: { candidateNumber: '请填写考生号、证件号码、姓名、手机号码中的一项，并且只填写一项！' },
    };
  const { value, fault } = readers[by](typed[by]);
  return fault === null
    ? { typed, wish: { by, value }, errors: {} }
    : { typed, wish: null, errors: { [by]: fault } };
}

interface Reading {
  readonly value: string;
  readonly fault: string | null;
}

const readers: Readonly<Record<SearchField, (typed: string) => Reading>> = {
  candidateNumber(typed) {
    const value = normaliseCandidateNumber(typed);
    return { value, fault: isCandidateNumber(value) ? null : CANDIDATE_NUMBER_FAULT };
  },
  identityNumber(typed) {
    const document = readCandidateDocument(typed, new Date(wallClock()));
    return typeof document === 'string'
      ? { value: '', fault: presentCandidateDocumentFault(document) }
      : { value: document.number, fault: null };
  },
  name(typed) {
    const value = normalisePersonName(typed);
    return { value, fault: isPersonName(value, null) ? null : CANDIDATE_NAME_FAULT };
  },
  phone(typed) {
    const value = normalisePhone(typed);
    const fault = findPhoneFault(value, []);
    return { value, fault: fault === null ? null : presentPhoneFault(fault) };
  },
};
