import type { Knex } from 'knex';
import { defineStatement, type Query, send } from '../../infrastructure/database/statement';
import type { Permits, WindowScope } from '../../rules/pack/rule-pack';
import type { Window } from '../../rules/windows/window-in-force';

export interface WindowRow {
  batch_code: string;
  scope_kind: WindowScope['kind'];
  scope_value: string | null;
  score_from: number | null;
  score_to: number | null;
  opens_at: Date;
  closes_at: Date;
  permits_create: boolean;
  permits_edit: boolean;
  permits_remove: boolean;
  stages: { from: string; permits: Permits }[];
  sessions: { opensAt: string; closesAt: string }[];
}

/** The columns of a window. */
export const selectWindowColumns = `batch_code, scope_kind, scope_value, score_from, score_to, opens_at, closes_at,
  permits_create, permits_edit, permits_remove, stages, sessions`;

const selectWindows = defineStatement<WindowRow>(
  `select ${selectWindowColumns} from windows where pack_code = $1 order by id`,
);

const selectBatchWindows = defineStatement<WindowRow>(
  `select ${selectWindowColumns} from windows where pack_code = $1 and batch_code = $2 order by id`,
);

/** Windows in force of a pack. */
export function listWindows(db: Knex, packCode: string): Promise<Window[]> {
  return send(
    db,
    selectWindows.query([packCode], (rows) => rows.map(toWindow)),
  );
}

/** Windows in force of one batch. */
export const batchWindowsQuery = (packCode: string, batchCode: string): Query<Window[]> =>
  selectBatchWindows.query([packCode, batchCode], (rows) => rows.map(toWindow));

/** A row as the rules read it. */
export function toWindow(row: WindowRow): Window {
  return {
    batch: row.batch_code,
    opensAt: row.opens_at,
    closesAt: row.closes_at,
    scope: toScope(row),
    permits: { create: row.permits_create, edit: row.permits_edit, remove: row.permits_remove },
    sessions: row.sessions.map((session) => ({
      opensAt: new Date(session.opensAt),
      closesAt: new Date(session.closesAt),
    })),
    stages: row.stages.map(({ from, permits }) => ({ from: new Date(from), permits })),
  };
}

/** Adds windows of a pack. */
export async function insertWindows(db: Knex, packCode: string, windows: readonly Window[]): Promise<void> {
  await db('windows').insert(windows.map((window) => toWindowRow(packCode, window)));
}

/** A window as its row holds it. */
export function toWindowRow(packCode: string, window: Window) {
  return {
    pack_code: packCode,
    batch_code: window.batch,
    scope_kind: window.scope.kind,
    ...fromScope(window.scope),
    opens_at: window.opensAt,
    closes_at: window.closesAt,
    permits_create: window.permits.create,
    permits_edit: window.permits.edit,
    permits_remove: window.permits.remove,
    stages: JSON.stringify(window.stages ?? []),
    sessions: JSON.stringify(window.sessions ?? []),
  };
}

/** Removes all windows of a pack. */
export async function deleteWindows(db: Knex, packCode: string): Promise<void> {
  await db('windows').where({ pack_code: packCode }).delete();
}

function toScope(row: WindowRow): WindowScope {
  const value = row.scope_value ?? '';
  switch (row.scope_kind) {
    case 'province':
      return { kind: 'province' };
    case 'county':
      return { kind: 'county', county: value };
    case 'school':
      return { kind: 'school', school: value };
    case 'candidateKind':
      return { kind: 'candidateKind', candidateKind: value };
    case 'scoreBand':
      return { kind: 'scoreBand', from: row.score_from, to: row.score_to };
  }
}

function fromScope(scope: WindowScope): Pick<WindowRow, 'scope_value' | 'score_from' | 'score_to'> {
  const none = { scope_value: null, score_from: null, score_to: null };
  switch (scope.kind) {
    case 'province':
      return none;
    case 'county':
      return { ...none, scope_value: scope.county };
    case 'school':
      return { ...none, scope_value: scope.school };
    case 'candidateKind':
      return { ...none, scope_value: scope.candidateKind };
    case 'scoreBand':
      return { ...none, score_from: scope.from, score_to: scope.to };
  }
}
