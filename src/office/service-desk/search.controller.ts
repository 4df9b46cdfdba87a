import type { Knex } from 'knex';
import { indexIdentityNumber } from '../../domain/candidates/sealed-values';
import { auditOfficer } from '../../domain/officers/audit-officer';
import { indexPhone } from '../../domain/phones/phone.repository';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { listFaults } from '../../infrastructure/http/list-faults';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { OfficerVisit } from '../as-officer';
import type { CodeService } from './code.service';
import { findOpening } from './record-opening.repository';
import {
  emptySearch,
  readSearch,
  type SearchErrors,
  type SearchWish,
  searchFields,
  type TypedSearch,
} from './search.form';
import { type FoundModel, presentFound } from './search.presenter';
import { type SearchKey, searchCandidates } from './search.repository';

interface SearchParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly reference: Watched<Reference>;
  readonly codes: CodeService;
}

const LIMIT = 50;

async function render(
  parts: SearchParts,
  visit: OfficerVisit,
  page: { typed: TypedSearch; errors?: SearchErrors; found?: readonly FoundModel[] },
  status: number,
): Promise<void> {
  const { db, codes } = parts;
  const [opening, waiting] = await Promise.all([findOpening(db, visit.officer.id), codes.listOpen(visit)]);
  const errors = page.errors ?? {};
  visit.render(
    'office/service-desk/search',
    {
      ...page,
      errors,
      faults: listFaults(errors, searchFields),
      found: page.found ?? null,
      full: page.found?.length === LIMIT,
      limit: LIMIT,
      opened: opening?.candidateId ?? null,
      waiting: waiting.length,
    },
    { status },
  );
}

function keyOf(parts: SearchParts, { by, value }: SearchWish): SearchKey {
  const { cipher } = parts;
  switch (by) {
    case 'candidateNumber':
      return { by: 'number', number: value };
    case 'name':
      return { by: 'name', name: value };
    case 'identityNumber':
      return { by: 'identity', index: indexIdentityNumber(cipher, value) };
    case 'phone':
      return { by: 'phone', index: indexPhone(cipher, value) };
  }
}

function showSearch(parts: SearchParts, visit: OfficerVisit) {
  return render(parts, visit, { typed: emptySearch }, 200);
}

async function submitSearch(parts: SearchParts, visit: OfficerVisit): Promise<void> {
  const { db, reference } = parts;
  const { typed, wish, errors } = readSearch(visit.req);
  if (wish === null) return render(parts, visit, { typed, errors }, 422);
  const key = keyOf(parts, wish);
  const rows = await db.transaction(async (transaction) => {
    const found = await searchCandidates(transaction, visit.scope, key, LIMIT);
    await auditOfficer(transaction, visit.officer, visit.origin, {
      action: 'searchCandidates',
      subjectKind: 'candidate',
      subjectId: found.length === 1 ? (found[0]?.id ?? '') : '',
      detail: { by: key.by, found: found.length },
    });
    return found;
  });
  const { candidateKinds } = reference.current().calendar.pack;
  await render(parts, visit, { typed, found: rows.map((row) => presentFound(candidateKinds, row)) }, 200);
}

/** 考生服务: finds one candidate by 考生号, 证件号码, 姓名 or 手机号. What is typed never stands in an address. */
export function createSearchControllers(parts: SearchParts) {
  return bindParts(parts, { show: showSearch, search: submitSearch });
}

export type SearchControllers = ReturnType<typeof createSearchControllers>;
