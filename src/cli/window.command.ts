import type { Knex } from 'knex';
import { listStoredWindows } from '../domain/batches/stored-window.repository';
import { chooseCounty, chooseSchool } from '../domain/places/choose-place';
import { listNamedSchools, nameCounties } from '../domain/places/place.repository';
import { getActiveRulePack } from '../domain/rule-packs/rule-pack.repository';
import { databaseClock } from '../infrastructure/clock';
import { parseMinute, typeMinute } from '../infrastructure/format-time';
import { say, sayText } from '../infrastructure/language/say';
import { createWindowService } from '../office/windows/window.service';
import type { WindowPreview } from '../office/windows/window-preview';
import { findBatch } from '../rules/filing/groups';
import type { RulePack, WindowScope } from '../rules/pack/rule-pack';
import { nameScope, type WindowAct, type WindowChange } from '../rules/windows/change-windows';
import { areHours } from '../rules/windows/sessions';
import { findPhase, type Window } from '../rules/windows/window-in-force';
import { type ActWords, lacksReason, readActWords } from './act-words';
import type { Command, CommandContext } from './command';

const usage = `window list
  window open|move <batch,…> --from "2021-06-26 08:00" --until "2021-06-28 18:00" [--daily 09:00-18:00] [scope] --reason <text>
  window lengthen <batch,…> --minutes <n> [scope] --reason <text>
      --confirmed yes: it is meant that narrower windows are left or overruled, or that filing ends sooner.
      scope: --county <code> | --school <code> | --kind <code>; without one, the whole province. Times are Asia/Shanghai.`;

const flags = ['from', 'until', 'daily', 'minutes', 'county', 'school', 'kind', 'confirmed'] as const;

/** Windows in force; a running server follows within 5 seconds, and a save at once. */
export const windowCommand: Command = {
  name: 'window',
  usage,
  summary: 'list, open, move or lengthen filing windows; refused where a batch would open with wrong data',
  async run(context, [verb, ...args]) {
    if (verb === 'list' && args.length === 0) return list(context);
    const words = readActWords(args, flags);
    const change = words === null ? null : readChange(verb, words);
    const scope = words === null ? null : readScope(words);
    const [codes = '', ...rest] = words?.positionals ?? [];
    if (words === null || change === null || scope === null || codes === '' || rest.length > 0) {
      context.print(say`usage: zhiyuan ${usage}`);
      return 2;
    }
    if (lacksReason(context.print, words)) return 2;
    return carryOut(context, words, { batches: [...new Set(codes.split(','))], scope, change });
  },
};

function readChange(verb: string | undefined, { values }: ActWords): WindowChange | null {
  if (verb === 'lengthen') {
    const minutes = Number(values.minutes ?? '');
    return Number.isInteger(minutes) && minutes > 0 ? { kind: 'lengthen', minutes } : null;
  }
  const [opensAt, closesAt] = [parseMinute(values.from ?? ''), parseMinute(values.until ?? '')];
  const sets = verb === 'open' || verb === 'move';
  if (!sets || opensAt === null || closesAt === null) return null;
  if (values.daily === undefined) return { kind: 'set', opensAt, closesAt };
  const [from = '', until = ''] = values.daily.split('-');
  const hours = { from, until };
  return areHours(hours) ? { kind: 'set', opensAt, closesAt, hours } : null;
}

function readScope({ values: { county, school, kind } }: ActWords): WindowScope | null {
  const scopes: WindowScope[] = [];
  if (county !== undefined) scopes.push({ kind: 'county', county });
  if (school !== undefined) scopes.push({ kind: 'school', school });
  if (kind !== undefined) scopes.push({ kind: 'candidateKind', candidateKind: kind });
  return scopes.length > 1 ? null : (scopes[0] ?? { kind: 'province' });
}

/** The scope with its place looked up by code or name; null where it names none. */
async function findPlace(db: Knex, scope: WindowScope): Promise<WindowScope | null> {
  if (scope.kind === 'county') {
    const chosen = await chooseCounty(db, scope.county);
    return 'found' in chosen ? { kind: 'county', county: chosen.found.code } : null;
  }
  if (scope.kind !== 'school') return scope;
  const chosen = await chooseSchool(db, scope.school);
  return 'found' in chosen ? { kind: 'school', school: chosen.found.code } : null;
}

async function list({ db, print }: CommandContext): Promise<number> {
  const pack = await getActiveRulePack(db);
  const now = await databaseClock.now(db);
  const windows = await listStoredWindows(db, pack.code);
  const nameOf = await loadScopeNames(db, pack, windows);
  for (const window of windows) print(showWindow(pack, nameOf, window, findPhase(window, now)));
  return 0;
}

/** A window's line. The codes are what the command takes; the names behind them are for whoever reads. */
function showWindow(
  pack: RulePack,
  nameOf: (scope: WindowScope) => string,
  { batch, scope, ...window }: Pick<Window, 'batch' | 'scope' | 'opensAt' | 'closesAt' | 'sessions'>,
  ...said: readonly string[]
): string {
  const days = window.sessions ?? [];
  // Days by themselves only where there are some: the columns before stay what scripts read.
  const hours = days.map(
    ({ opensAt, closesAt }) => `${typeMinute(opensAt)}-${typeMinute(closesAt).slice(11)}`,
  );
  const times = [typeMinute(window.opensAt), typeMinute(window.closesAt)];
  const names = [findBatch(pack, batch)?.name ?? '', nameOf(scope)];
  return [
    batch,
    nameScope(scope),
    ...times,
    ...said,
    ...names,
    ...(hours.length > 0 ? [hours.join(' ')] : []),
  ].join('\t');
}

/** What the places and kinds of scopes are called; '' for the province and for bands. */
async function loadScopeNames(
  db: Knex,
  pack: RulePack,
  windows: readonly Pick<Window, 'scope'>[],
): Promise<(scope: WindowScope) => string> {
  const codes = windows.flatMap(({ scope }) => (scope.kind === 'school' ? [scope.school] : []));
  const [counties, schools] = await Promise.all([nameCounties(db), listNamedSchools(db, codes)]);
  return (scope) => {
    if (scope.kind === 'county') return counties.get(scope.county) ?? '';
    if (scope.kind === 'school') return schools.find(({ code }) => code === scope.school)?.name ?? '';
    if (scope.kind !== 'candidateKind') return '';
    return pack.candidateKinds.find(({ code }) => code === scope.candidateKind)?.name ?? '';
  };
}

async function carryOut(
  { db, print }: CommandContext,
  { reason, values }: ActWords,
  act: WindowAct,
): Promise<number> {
  const confirmed = values.confirmed === 'yes';
  const pack = await getActiveRulePack(db);
  const unknown = act.batches.filter((code) => !pack.batches.some((batch) => batch.code === code));
  if (unknown.length > 0) {
    print(say`window: the pack has no batch ${unknown.join(', ')}`);
    return 1;
  }
  const place = await findPlace(db, act.scope);
  if (place === null) {
    print(say`window: no such place in the records: look at the code or the name`);
    return 1;
  }
  const service = createWindowService({ db, clock: databaseClock, tokens: null });
  const result = await service.change(
    { kind: 'operator', reason },
    { act: { ...act, scope: place }, seen: null, notice: null, confirmed },
  );
  if (result.outcome !== 'done') {
    await printHindrance({ db, print }, pack, result.outcome, result.preview);
    return 1;
  }
  const nameOf = await loadScopeNames(db, pack, [{ scope: place }]);
  for (const { batch, after } of result.steps)
    if (after !== null) print(showWindow(pack, nameOf, { ...after, batch }));
  return 0;
}

/** Why nothing was changed. */
async function printHindrance(
  { db, print }: Pick<CommandContext, 'db' | 'print'>,
  pack: RulePack,
  outcome: 'refused' | 'unconfirmed',
  { faults, openingFaults, inScope, warnings, cutShort, openForms, unsaved }: WindowPreview,
): Promise<void> {
  const batchOf = (code: string) => [code, findBatch(pack, code)?.name ?? ''].join(' ').trim();
  for (const { batch, code } of faults) print(`${batchOf(batch)}: ${sayText(code)}`);
  for (const { batch, code, example, count } of openingFaults)
    print(say`${batchOf(batch)}: ${sayText(code)} ${example} (${count} rows)`);
  if (inScope === 0) print(say`no candidate is in this scope`);
  if (outcome === 'refused') return;
  if (cutShort > 0) {
    print(say`filing ends sooner for ${cutShort} candidates who may file now`);
    print(say`within the scope: ${openForms} forms open, ${unsaved} drafts without a save`);
  }
  const windows = warnings.map(({ window }) => window);
  const nameOf = await loadScopeNames(db, pack, windows);
  for (const { window, why } of warnings) print(showWindow(pack, nameOf, window, sayText(why)));
  print(say`window: nothing was changed; say --confirmed yes where this is meant`);
}
