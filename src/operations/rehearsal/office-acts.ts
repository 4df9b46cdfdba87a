import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { OfficerDraft } from '../../domain/officers/officer';
import { groupBy } from '../../infrastructure/group-by';
import { defaultLayout, formatLayout } from '../../office/exports/layout';
import { openPackage } from '../../office/exports/open-package';
import { joinHalves } from '../../office/exports/package-cipher';
import { formatFormNumber } from '../../office/print-jobs/form-number';
import type { Stage } from './candidate-acts';
import type { StandingList } from './check-season';
import type { Round } from './rounds';
import type { SeenPage } from './virtual-browser';
import { bringOfficer, OfficerStopped, type VirtualOfficer } from './virtual-officer';

const PRINTING = '/office/printing';
const RECEIPTS = '/office/receipts';
const EXPORTS = '/office/exports';
const REASON = '预演';
const LOOK_MS = 300;
const MOST_STAMPED = 20;

const nowhere = { cityCode: null, countyCode: null, schoolCode: null } as const;

const draftOf = (
  signInName: string,
  role: OfficerDraft['role'],
  countyCode: string | null,
): OfficerDraft => ({
  ...nowhere,
  ...{ signInName, role, countyCode, name: '预演人员', placeName: '预演招生办公室' },
});

/** The county with most lists that stand, and their saved versions. */
export async function findLargestCounty(
  db: Knex,
  standing: readonly StandingList[],
): Promise<{ readonly county: string; readonly versions: readonly number[] }> {
  const byCounty = groupBy(standing, ({ player }) => player.candidate.countyCode);
  const [county = '', lists = []] =
    [...byCounty].toSorted(([, one], [, other]) => other.length - one.length)[0] ?? [];
  const known = new Set(lists.map(({ player, batch }) => `${player.candidate.id} ${batch}`));
  const rows: readonly { candidate: string; batch: string; version: string }[] = await db(
    'application_groups',
  )
    .whereIn(
      'candidate_id',
      lists.map(({ player }) => player.candidate.id),
    )
    .whereNotNull('current_version_id')
    .select({ candidate: 'candidate_id', batch: 'current_batch_code', version: 'current_version_id' });
  const versions = rows.filter(({ candidate, batch }) => known.has(`${candidate} ${batch}`));
  return { county, versions: versions.map(({ version }) => Number(version)) };
}

/** The county prints each round, and fetches every part. @returns how many forms there are */
export async function printCounty(
  stage: Stage,
  county: string,
  rounds: readonly Round[],
): Promise<{ readonly officer: VirtualOfficer; readonly forms: number }> {
  const officer = await bringOfficer(stage, draftOf('rehearsal-county', 'county', county));
  let forms = 0;
  for (const { code, batches } of rounds)
    for (const value of batches.length > 1 ? [`round:${code}`] : batches.map((batch) => batch.code))
      forms += await printTarget(stage, officer, value);
  return { officer, forms };
}

async function printTarget(stage: Stage, officer: VirtualOfficer, value: string): Promise<number> {
  const page = await officer.get(`${PRINTING}?batch=${encodeURIComponent(value)}`);
  // The first choice is the whole county; what has nothing filed is not printed.
  const [, group = '', filed = '0'] = /<option value="([^"]+)"[^>]*>[^<]*：(\d+)份</.exec(page.html) ?? [];
  if (filed === '0') return 0;
  const begun = await officer.submit(page, PRINTING, { group, reason: REASON });
  const job = /^\/office\/printing\/jobs\/\d+/.exec(begun.path)?.[0];
  if (job === undefined) throw new OfficerStopped(`${value}: ${begun.status} ${begun.path}`);
  let seen = begun;
  while (!seen.html.includes('已完成')) {
    if (/已停止|失败/.test(seen.html)) throw new OfficerStopped(`${job}: it did not end`);
    await sleep(LOOK_MS, undefined, { signal: stage.signal });
    seen = await officer.get(job);
  }
  for (const [, part = ''] of seen.html.matchAll(/href="(\/office\/printing\/jobs\/\d+\/parts\/\d+)"/g)) {
    const { status, bytes } = await officer.get(part);
    if (status !== 200 || !bytes.subarray(0, 5).equals(Buffer.from('%PDF-')))
      throw new OfficerStopped(`${part}: ${status}, no PDF`);
  }
  return Number(/已生成(\d+)份/.exec(seen.html)?.[1] ?? 0);
}

/** 登记盖章归档 by the numbers beneath the barcodes. @returns how many of how many were noted */
export async function stampForms(
  officer: VirtualOfficer,
  versions: readonly number[],
): Promise<{ readonly done: number; readonly of: number }> {
  const chosen = versions.slice(0, MOST_STAMPED);
  let done = 0;
  for (const version of chosen) {
    const page = await officer.get(`${RECEIPTS}?kind=stamped`);
    const number = formatFormNumber(version);
    const noted = await officer.submit(page, RECEIPTS, { kind: 'stamped', number });
    if (noted.status === 200 && noted.html.includes('已登记')) done += 1;
  }
  return { done, of: chosen.length };
}

/** One officer of the province asks for the final lists, another approves; the package is opened with both halves. @returns how many lists are in it */
export async function exportLists(stage: Stage, folder: string): Promise<number> {
  const first = await bringOfficer(stage, draftOf('rehearsal-province-a', 'province', null));
  const second = await bringOfficer(stage, draftOf('rehearsal-province-b', 'province', null));
  const offered = await first.get(EXPORTS);
  // The page has those of which every window is over.
  const batches = [...offered.html.matchAll(/name="batches" value="([^"]+)"/g)].map(([, code = '']) => code);
  const order = { batches, reason: REASON, layout: formatLayout(defaultLayout) };
  const asked = await first.submit(offered, EXPORTS, order);
  const firstHalf = readHalf(asked);
  const list = await second.get(EXPORTS);
  const [, action = '', id = ''] = /action="(\/office\/exports\/(\d+)\/approval)"/.exec(list.html) ?? [];
  const secondHalf = readHalf(await second.submit(list, action));
  const made = await waitForPackage(stage, second, id);
  const { bytes } = await second.submit(made, `${EXPORTS}/${id}/package`);
  const file = path.join(folder, 'package');
  await writeFile(file, bytes, { mode: 0o600 });
  const opened = await openPackage(
    file,
    joinHalves(firstHalf, secondHalf),
    path.join(folder, 'package-open'),
  );
  return opened.lists;
}

function readHalf(page: SeenPage): string {
  const half = /class="secret-letter">([^<]+)</.exec(page.html)?.[1];
  if (half === undefined) throw new OfficerStopped(`${page.path}: ${page.status}, no half of a passphrase`);
  return half;
}

async function waitForPackage(stage: Stage, officer: VirtualOfficer, id: string): Promise<SeenPage> {
  for (;;) {
    const page = await officer.get(EXPORTS);
    if (page.html.includes(`action="${EXPORTS}/${id}/package"`)) return page;
    if (!page.html.includes(`action="${EXPORTS}/${id}/stop"`))
      throw new OfficerStopped(`${EXPORTS}/${id}: not made`);
    await sleep(LOOK_MS, undefined, { signal: stage.signal });
  }
}
