import type { Knex } from 'knex';
import { listSubjectEntries } from '../../domain/audit/subject-audit.repository';
import { listStoredWindows } from '../../domain/batches/stored-window.repository';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { getActiveRulePack } from '../../domain/rule-packs/rule-pack.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Clock } from '../../infrastructure/clock';
import { notFound } from '../../infrastructure/errors';
import { findBatch } from '../../rules/filing/groups';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { OfficerVisit } from '../as-officer';
import { presentSubjectHistory, tabulateHistory } from '../officers/subject-history';
import { listOpeningFaults } from './opening';
import { presentOpeningFaults, presentWindows, tabulateFaults, tabulateWindows } from './window.presenter';
import type { WindowService } from './window.service';
import {
  findNames,
  showChange,
  showPreview,
  submitChange,
  type WindowPages,
} from './window-change.controller';
import { CHECKED_DAYS } from './window-preview';

async function showWindows(pages: WindowPages, visit: OfficerVisit): Promise<void> {
  const { db, clock } = pages;
  const pack = await getActiveRulePack(db);
  const [windows, now] = await Promise.all([listStoredWindows(db, pack.code), clock.now(db)]);
  const rounds = presentWindows(pack, windows, await findNames(pages, windows), now);
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: '填报时间',
      plainName: 'windows',
      ...tabulateWindows(rounds.flatMap(({ batches }) => batches)),
    });
  visit.render('office/windows/list', {
    rounds,
    now,
    // An urgent request of a school is mostly about the running round, so that one is ticked.
    openRounds: pack.rounds
      .filter(({ code }) => hasOpenWindow(pack, windows, code, now))
      .map(({ code }) => code),
    mayChange: visit.officer.role === 'province',
    mayCheck: ['province', 'auditor'].includes(visit.officer.role),
  });
}

async function showBatch(pages: WindowPages, visit: OfficerVisit): Promise<void> {
  const { db, clock } = pages;
  const pack = await getActiveRulePack(db);
  const batch = findBatch(pack, String(visit.req.params.batch));
  if (batch === null) throw notFound();
  const [windows, now] = await Promise.all([listStoredWindows(db, pack.code), clock.now(db)]);
  const own = windows.filter((window) => window.batch === batch.code);
  const [round] = presentWindows(
    { ...pack, rounds: pack.rounds.filter(({ code }) => code === batch.round), batches: [batch] },
    own,
    await findNames(pages, own),
    now,
  );
  const entries = await listSubjectEntries(db, 'batch', batch.code, ['changeWindow', 'lengthenWindow']);
  // Who did it and why is for the province and the auditor, as 操作记录 is.
  const history = ['province', 'auditor'].includes(visit.officer.role)
    ? await presentSubjectHistory(db, entries)
    : null;
  if (visit.askedTable === 'history' && history !== null)
    return visit.sendTable({
      name: `填报时间的调整-${batch.name}`,
      plainName: `window-changes-${batch.code}`,
      ...tabulateHistory(history),
    });
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: `填报时间-${batch.name}`,
      plainName: `windows-${batch.code}`,
      ...tabulateWindows(round?.batches ?? []),
    });
  visit.render('office/windows/batch', {
    batch,
    rows: round?.batches[0]?.rows ?? [],
    mayChange: visit.officer.role === 'province',
    history,
  });
}

async function showOpeningFaults({ db }: WindowPages, visit: OfficerVisit): Promise<void> {
  const pack = await getActiveRulePack(db);
  const faults = await listOpeningFaults(
    db,
    pack,
    pack.batches.map(({ code }) => code),
  );
  const rows = presentOpeningFaults(pack, faults);
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: '开通前的数据问题',
      plainName: 'opening-faults',
      ...tabulateFaults(rows),
    });
  visit.render('office/windows/check', {
    faults: rows,
    batches: pack.batches.length,
    checkedDays: CHECKED_DAYS,
  });
}

/** 填报时间: the windows in force, and the province's acts on them. */
export function createWindowControllers(
  db: Knex,
  clock: Clock,
  service: WindowService,
  tokens: OfficeTokens,
) {
  const pages: WindowPages = { db, clock, service, tokens };
  return bindParts(pages, {
    list: showWindows,
    showBatch,
    check: showOpeningFaults,
    showChange,
    preview: showPreview,
    change: submitChange,
  });
}

export type WindowControllers = ReturnType<typeof createWindowControllers>;

function hasOpenWindow(
  pack: RulePack,
  windows: readonly { batch: string; opensAt: Date; closesAt: Date }[],
  round: string,
  now: Date,
): boolean {
  const batches = pack.batches.filter((batch) => batch.round === round).map(({ code }) => code);
  return windows.some(
    ({ batch, opensAt, closesAt }) => batches.includes(batch) && opensAt <= now && now < closesAt,
  );
}
