import type { Knex } from 'knex';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { readReason } from '../../domain/officers/reason.form';
import { listRulePackVersions } from '../../domain/rule-packs/rule-pack-version.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import { readUpload } from '../../infrastructure/http/set-up-uploads';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { OfficerVisit } from '../as-officer';
import { actAuthorOf } from '../author';
import { createActivationControllers } from './activation.controller';
import { listWaitingRequests } from './request.repository';
import { presentVersion } from './rule-pack.presenter';
import { type RulePackService, UPLOAD_PURPOSE } from './rule-pack.service';
import { createVersionPage } from './version-page';

const nameState = (active: boolean, waiting: boolean) =>
  active ? '正在使用' : waiting ? '等待批准启用' : '未使用';

interface RulePackPages {
  readonly db: Knex;
  readonly service: RulePackService;
  readonly tokens: OfficeTokens;
}

interface Refusal {
  readonly file?: string;
  readonly reason?: string;
  readonly faults?: readonly string[];
}

async function renderList(
  pages: RulePackPages,
  visit: OfficerVisit,
  refusal: Refusal,
  status: number,
): Promise<void> {
  const { db, tokens } = pages;
  const waiting = new Set((await listWaitingRequests(db)).map(({ packId }) => packId));
  const versions = (await listRulePackVersions(db)).map((one) => ({
    ...presentVersion(one),
    state: nameState(one.active, waiting.has(one.id)),
  }));
  const mayChange = visit.officer.role === 'province';
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: '规则包版本',
      plainName: 'rule-packs',
      ...tabulate(
        [
          ['规则包', ({ code }) => code],
          ['版本', ({ version }) => `第${version}版`],
          ['上传时间', ({ createdAt }) => createdAt],
          ['状态', ({ state }) => state],
        ],
        versions,
      ),
    });
  visit.render(
    'office/rule-packs/list',
    {
      versions,
      mayChange,
      formToken: mayChange ? tokens.issue(visit.officer.id, UPLOAD_PURPOSE) : '',
      errors: refusal,
      faults: listFaults({ file: refusal.file, reason: refusal.reason }, ['file', 'reason']),
      packFaults: refusal.faults ?? [],
      reason: status === 200 ? '' : readField(visit.req, 'reason'),
    },
    { status },
  );
}

function readPackFile({ req, res }: OfficerVisit) {
  const { file, tooLarge } = readUpload(req, res);
  if (tooLarge)
    return { file: null, fault: { text: '规则包文件超过1MB，请检查是否选错了文件！', status: 413 } };
  const content = file === null || file.bytes === 0 ? null : file.content;
  const fault = content === null ? { text: '请选择规则包文件（JSON）！', status: 422 } : null;
  return { file: content, fault };
}

async function submitUpload(pages: RulePackPages, visit: OfficerVisit): Promise<void> {
  const { file, fault } = readPackFile(visit);
  const { reason, error } = readReason(visit.req);
  if (file === null || error !== '') {
    const refusal = { ...(fault && { file: fault.text }), ...(error === '' ? {} : { reason: error }) };
    return renderList(pages, visit, refusal, fault?.status ?? 422);
  }
  const result = await pages.service.upload(actAuthorOf(visit, reason), file.toString('utf8'));
  if (result.outcome === 'kept')
    return visit.redirect(
      `/office/rule-packs/${result.id}`,
      '已上传此版规则包，尚未启用；请核对下面的差别。',
    );
  if (result.outcome === 'faults')
    return renderList(
      pages,
      visit,
      { file: '规则包有误，没有上传，请改正后重新上传！', faults: result.faults },
      422,
    );
  const { code, version } = result;
  await renderList(
    pages,
    visit,
    { file: `${code} 的第${version}版已存在而且内容不同，请把 version 加1后重新上传！` },
    409,
  );
}

const showList = (pages: RulePackPages, visit: OfficerVisit) => renderList(pages, visit, {}, 200);

/** 规则包: the versions that are kept, and new ones. */
export function createRulePackControllers(db: Knex, service: RulePackService, tokens: OfficeTokens) {
  const pages: RulePackPages = { db, service, tokens };
  return {
    ...createActivationControllers(service, createVersionPage(db, service, tokens)),
    ...bindParts(pages, { list: showList, upload: submitUpload }),
  };
}

export type RulePackControllers = ReturnType<typeof createRulePackControllers>;
