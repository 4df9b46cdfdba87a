import type { Knex } from 'knex';
import {
  type AuditFilter,
  countAuditEntries,
  type ListedAuditEntry,
  listAuditEntries,
} from '../../domain/audit/audit-list.repository';
import { listCandidateNumbers } from '../../domain/candidates/candidate.repository';
import { officeActions } from '../../domain/officers/actions';
import { findOfficerByName, listOfficerNames } from '../../domain/officers/officer.repository';
import { listFaults } from '../../infrastructure/http/list-faults';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import { type AuditQuery, type AuditQueryErrors, readAuditQuery, readDays } from './audit-log.form';
import { type AuditNames, presentAuditEntry } from './audit-log.presenter';
import { loadCodeNames } from './audit-names';

const PAGE = 50;
/** Lines that are read at once for a file. */
const BLOCK = 1000;

async function loadNames(db: Knex, entries: readonly ListedAuditEntry[]): Promise<AuditNames> {
  const idsOf = (kind: string) =>
    entries.flatMap(({ subjectKind, subjectId }) =>
      subjectKind === kind && /^\d{1,15}$/.test(subjectId) ? [Number(subjectId)] : [],
    );
  const [officers, candidates, codes] = await Promise.all([
    listOfficerNames(db),
    listCandidateNumbers(db, idsOf('candidate')),
    loadCodeNames(db, entries),
  ]);
  return { ...codes, officers, candidates };
}

function addressOf(query: AuditQuery, page: number): string {
  const { officer, action, from, until } = query;
  return `?${new URLSearchParams({ officer, action, from, until, page: String(page) })}`;
}

/** The filter that was typed, or what is wrong with it. */
async function findFilter(db: Knex, query: AuditQuery): Promise<AuditFilter | AuditQueryErrors> {
  const { days, errors } = readDays(query);
  const account = query.officer === '' ? null : await findOfficerByName(db, query.officer);
  if (query.officer !== '' && account === null)
    return { ...errors, officer: '没有这个登录名，请检查后重新输入！' };
  if (Object.keys(errors).length > 0) return errors;
  return {
    ...days,
    actorKinds: account === null ? ['officer', 'operator'] : ['officer'],
    actorId: account === null ? null : String(account.id),
    action: query.action === '' ? null : query.action,
  };
}

/** Every line of a filter, read page by page behind the last: what is written meanwhile shifts nothing. */
async function* listLines(db: Knex, filter: AuditFilter): AsyncGenerator<readonly string[]> {
  for (let before: number | null = null; ; ) {
    const entries: ListedAuditEntry[] = await listAuditEntries(
      db,
      { ...filter, before },
      { limit: BLOCK, offset: 0 },
    );
    const names = await loadNames(db, entries);
    for (const entry of entries) {
      const { at, actor, action, subject, reason, detail, address } = presentAuditEntry(entry, names);
      yield [at, actor, action, subject, reason, detail, address];
    }
    before = entries.at(-1)?.id ?? null;
    if (entries.length < BLOCK) return;
  }
}

async function showAuditLog(db: Knex, visit: OfficerVisit): Promise<void> {
  const query = readAuditQuery(visit.req);
  const filter = await findFilter(db, query);
  if (visit.askedTable !== null && 'actorKinds' in filter)
    return visit.sendTable({
      name: '操作记录',
      plainName: 'audit',
      headings: ['时间', '人员', '操作', '对象', '理由', '内容', '地址'],
      count: await countAuditEntries(db, filter),
      rows: listLines(db, filter),
    });
  const errors = 'actorKinds' in filter ? {} : filter;
  const offset = (query.page - 1) * PAGE;
  // One more than is shown tells whether there is another page.
  const page = { limit: PAGE + 1, offset };
  const entries = 'actorKinds' in filter ? await listAuditEntries(db, filter, page) : [];
  const shown = entries.slice(0, PAGE);
  const names = await loadNames(db, shown);
  visit.render(
    'office/officers/audit-log',
    {
      query,
      errors,
      faults: listFaults({ ...errors }, ['officer', 'from', 'until']),
      actions: Object.entries(officeActions).map(([code, label]) => ({ code, label })),
      lines: shown.map((entry) => presentAuditEntry(entry, names)),
      newer: query.page > 1 ? addressOf(query, query.page - 1) : null,
      older: entries.length > PAGE ? addressOf(query, query.page + 1) : null,
    },
    { status: 'actorKinds' in filter ? 200 : 422 },
  );
}

/** 操作记录: what officers and the operator did, newest first. */
export function createAuditLogController(db: Knex): OfficerHandler {
  return (visit) => showAuditLog(db, visit);
}
