import type { Request } from 'express';
import type { AuditFilter } from '../../domain/audit/audit-list.repository';
import { normaliseSignInName } from '../../domain/officers/officer';
import { readParameter } from '../../infrastructure/http/page-renderer';

/** What stands in the address of 操作记录, as it was typed. */
export interface AuditQuery {
  readonly officer: string;
  readonly action: string;
  readonly from: string;
  readonly until: string;
  readonly page: number;
}

export type AuditQueryErrors = Partial<Record<'officer' | 'from' | 'until', string>>;

const DAY_MS = 24 * 3600 * 1000;
const MAX_PAGE = 10_000;

/** Reads the filter from the address; anything odd is an empty field. */
export function readAuditQuery(req: Request): AuditQuery {
  const read = (name: string) => readParameter(req.query, name).trim();
  const page = /^[1-9]\d{0,4}$/.test(read('page')) ? Number(read('page')) : 1;
  return {
    officer: normaliseSignInName(read('officer')),
    action: read('action'),
    from: read('from'),
    until: read('until'),
    page: Math.min(page, MAX_PAGE),
  };
}

/** The instants between two days typed as YYYY-MM-DD in Shanghai, the last day included. */
export function readDays({ from, until }: AuditQuery): {
  readonly days: Pick<AuditFilter, 'from' | 'until'>;
  readonly errors: AuditQueryErrors;
} {
  const begin = parseDay(from);
  const end = parseDay(until);
  const wrong = '请按2021-06-26的格式输入日期！';
  const errors: AuditQueryErrors = {
    ...(begin === 'wrong' ? { from: wrong } : {}),
    ...(end === 'wrong' ? { until: wrong } : {}),
  };
  return {
    days: {
      from: begin instanceof Date ? begin : null,
      until: end instanceof Date ? new Date(end.getTime() + DAY_MS) : null,
    },
    errors,
  };
}

function parseDay(text: string): Date | 'wrong' | null {
  if (text === '') return null;
  const at = new Date(`${text}T00:00:00+08:00`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) ? at : 'wrong';
}
