import type { Knex } from 'knex';
import { listSubjectEntries } from '../../domain/audit/subject-audit.repository';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { readReason } from '../../domain/officers/reason.form';
import { findSwitchName, type SwitchName, type SwitchState } from '../../domain/switches/switch';
import { listSwitches } from '../../domain/switches/switch.repository';
import { purposeOfSwitch, type SwitchService } from '../../domain/switches/switch.service';
import { bindParts } from '../../infrastructure/bind-parts';
import { notFound } from '../../infrastructure/errors';
import { formatInstant } from '../../infrastructure/format-time';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import type { OfficerVisit } from '../as-officer';
import { actAuthorOf } from '../author';
import { presentSubjectHistory, tabulateHistory } from '../officers/subject-history';

/** What a switch is called, and what it does. */
export const switchWords: Readonly<Record<SwitchName, { readonly label: string; readonly about: string }>> = {
  readOnly: {
    label: '只能查看',
    about: '考生可以登录和查看，不能保存、放弃志愿，不能修改密码、手机号码等。已填写的内容仍存为草稿。',
  },
  stopSaves: {
    label: '暂停保存志愿',
    about: '考生不能保存志愿，其他操作照常。点击“保存志愿”的，内容存为草稿，并提示稍后再保存。',
  },
  noSignIns: {
    label: '暂停新的登录',
    about: '没有登录的考生不能登录，已登录的不受影响。工作人员照常登录。',
  },
  holdSignIns: {
    label: '暂停放行登录排队',
    about:
      '没有登录的考生都要排队，保留先后次序，关闭后按次序放行。已登录的、有未保存草稿的和填报即将截止的不受影响。',
  },
};

interface SwitchPages {
  readonly db: Knex;
  readonly service: SwitchService;
  readonly tokens: OfficeTokens;
}

async function renderList(
  pages: SwitchPages,
  visit: OfficerVisit,
  refused: { readonly name: SwitchName; readonly error: string } | null,
): Promise<void> {
  const { db, tokens } = pages;
  const [switches, entries] = await Promise.all([listSwitches(db), listHistory(pages)]);
  const history = await presentSubjectHistory(db, entries);
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: '应急开关的调整',
      plainName: 'switch-changes',
      ...tabulateHistory(history),
    });
  const present = ({ name, on, changedAt }: SwitchState) => ({
    name,
    ...switchWords[name],
    on,
    changedAt: changedAt === null ? '' : formatInstant(changedAt),
    error: refused?.name === name ? refused.error : '',
    reason: refused?.name === name ? readField(visit.req, 'reason') : '',
    token:
      visit.officer.role === 'province' ? tokens.issue(visit.officer.id, purposeOfSwitch(name, !on)) : '',
  });
  const errors = refused === null ? {} : { [`reason-${refused.name}`]: refused.error };
  visit.render(
    'office/switches/list',
    {
      switches: switches.map(present),
      history,
      mayChange: visit.officer.role === 'province',
      faults: listFaults(errors, Object.keys(errors)),
    },
    { status: refused === null ? 200 : 422 },
  );
}

async function listHistory(pages: SwitchPages) {
  const names = Object.keys(switchWords);
  const lists = await Promise.all(
    names.map((name) => listSubjectEntries(pages.db, 'switch', name, ['switchOn', 'switchOff'])),
  );
  return lists
    .flat()
    .toSorted((one, other) => other.id - one.id)
    .slice(0, 50)
    .map((entry) => ({
      ...entry,
      subjectId: switchWords[findSwitchName(entry.subjectId) ?? 'readOnly'].label,
    }));
}

function showSwitches(pages: SwitchPages, visit: OfficerVisit) {
  return renderList(pages, visit, null);
}

async function submitSwitch(pages: SwitchPages, visit: OfficerVisit): Promise<void> {
  const { req } = visit;
  const name = findSwitchName(String(req.params.switch));
  const to = readField(req, 'to');
  if (name === null || (to !== 'on' && to !== 'off')) throw notFound();
  const { reason, error } = readReason(req);
  if (error !== '') return renderList(pages, visit, { name, error });
  await pages.service.set(actAuthorOf(visit, reason), name, to === 'on');
  visit.redirect('/office/switches', `已${to === 'on' ? '打开' : '关闭'}“${switchWords[name].label}”。`);
}

/** 应急开关: turned by the province, in force on all nodes within seconds. */
export function createSwitchControllers(db: Knex, service: SwitchService, tokens: OfficeTokens) {
  const pages: SwitchPages = { db, service, tokens };
  return bindParts(pages, { list: showSwitches, set: submitSwitch });
}

export type SwitchControllers = ReturnType<typeof createSwitchControllers>;
