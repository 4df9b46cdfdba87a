import type { Request } from 'express';
import { AppError } from '../../infrastructure/errors';

/** What a candidate asks 往年录取统计 for; '' where nothing is said. */
export interface StatisticsQuery {
  /** 院校名称 or 院校代号. */
  readonly institution: string;
  readonly batch: string;
  /** Null: not asked, so that one's own 科类 is meant; '': all. */
  readonly track: string | null;
  readonly year: string;
  /** 专业组代号 of that year. */
  readonly group: string;
}

/** Reads the address; full width becomes half width, what cannot be typed goes. @throws AppError badRequest */
export function readStatisticsQuery(req: Request): StatisticsQuery {
  return {
    institution: readText(req, 'institution') ?? '',
    batch: readText(req, 'batch') ?? '',
    track: readText(req, 'track'),
    year: readText(req, 'year') ?? '',
    group: readText(req, 'group') ?? '',
  };
}

function readText(req: Request, name: string): string | null {
  const value = req.query[name];
  if (value === undefined) return null;
  if (typeof value !== 'string') throw new AppError('badRequest', 400);
  const typed = value.normalize('NFKC').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '');
  return typed.trim();
}
