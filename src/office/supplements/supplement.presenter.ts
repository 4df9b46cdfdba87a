import type { Knex } from 'knex';
import { isSupplementOf } from '../../domain/supplements/derive-supplement';
import { listPlanTracks, type MadeSupplement } from '../../domain/supplements/supplement.repository';
import type { UndoRefusal } from '../../domain/supplements/undo-supplement';
import { formatInstant } from '../../infrastructure/format-time';
import type { Batch, RulePack } from '../../rules/pack/rule-pack';
import type { Window } from '../../rules/windows/window-in-force';
import { listKnownLists } from '../imports/kinds/known-lists';
import type { SupplementChoices, TypedSupplement } from './supplement.form';

export const undoTexts: Readonly<Record<UndoRefusal, string>> = {
  undone: '这次征集已撤销，请返回查看！',
  opened: '这次征集已开始填报，不能撤销；需要停止的，请调整它的填报时间！',
  otherPack: '正在使用的规则包里没有这次征集，不能撤销，请先核对规则包！',
};

const lastEnd = (windows: readonly Window[], batch: string): Date | null => {
  const ends = windows.filter((one) => one.batch === batch).map(({ closesAt }) => closesAt.getTime());
  return ends.length === 0 ? null : new Date(Math.max(...ends));
};

/** Batches of which places may be left, with how they stand; a 征集 is none of them. */
export function listBases(pack: RulePack, windows: readonly Window[], now: Date) {
  const isSupplement = (code: string) => pack.batches.some((base) => isSupplementOf(pack, code, base.code));
  return pack.batches
    .filter(({ code }) => !isSupplement(code))
    .map(({ code, name }) => {
      const end = lastEnd(windows, code);
      const said = end === null ? '没有填报时间' : `${formatInstant(end)}${end <= now ? '已截止' : '截止'}`;
      return { code, name, said };
    });
}

/** What may be chosen for a batch. */
export async function findChoices(db: Knex, pack: RulePack, base: string): Promise<SupplementChoices> {
  const codes = await listPlanTracks(db, pack.year, base);
  return {
    tracks: pack.tracks.filter(({ code }) => codes.includes(code)),
    qualifications: await listKnownLists(db, pack),
  };
}

/** The form before anything is typed: the hours of the batch are those of its 征集 too. */
export function startTyped(pack: RulePack, { code, round }: Batch): TypedSupplement {
  const hours = pack.rounds.find((one) => one.code === round)?.dailyHours;
  return {
    base: code,
    opensAt: '',
    closesAt: '',
    dailyFrom: hours?.from ?? '',
    dailyUntil: hours?.until ?? '',
    people: 'free',
    qualification: '',
    sheet: '',
    lines: {},
  };
}

/** One 征集 that was made. */
export function presentMade(pack: RulePack, windows: readonly Window[], one: MadeSupplement, now: Date) {
  const own = windows.filter(({ batch }) => batch === one.batch);
  const [window] = own;
  const stands = one.undoneAt === null && pack.batches.some(({ code }) => code === one.batch);
  const opened = own.some(({ opensAt }) => opensAt <= now);
  return {
    id: one.id,
    name: one.batchName,
    packId: one.packId,
    planRows: one.planRows,
    batch: stands ? one.batch : '',
    times:
      stands && window !== undefined
        ? `${formatInstant(window.opensAt)}至${formatInstant(window.closesAt)}`
        : '',
    made: formatInstant(one.madeAt),
    state: nameState(one, stands, opened),
    undoable: stands && !opened,
    reason: one.undoneReason ?? '',
    told: nameTold(one),
    toldSome: one.told > 0,
  };
}

/** How far the letters to those who may file have come. */
function nameTold({ told, toldAt, undoneAt }: MadeSupplement): string {
  if (toldAt === null && undoneAt === null) return `正在通知，已通知${told}人`;
  return `已通知${told}人`;
}

function nameState({ undoneAt }: MadeSupplement, stands: boolean, opened: boolean): string {
  if (undoneAt !== null) return `已撤销，${formatInstant(undoneAt)}`;
  if (!stands) return '规则包里已没有';
  return opened ? '已开始填报' : '等待开始填报';
}
