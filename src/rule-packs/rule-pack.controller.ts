import type { Knex } from 'knex';
import { listSubjectEntries } from '../audit';
import { listRulePackVersions } from '../batches';
import { notFound } from '../errors';
import type { OfficerHandler, OfficerVisit } from '../middleware/as-officer';
import { listFaults } from '../middleware/list-faults';
import { readField, readId } from '../middleware/page-renderer';
import { readUpload } from '../middleware/set-up-uploads';
import {
  type ActAuthor,
  type OfficeTokens,
  presentSubjectHistory,
  readReason,
  tabulateHistory,
} from '../officers';
import { tabulate } from '../spreadsheets';
import { presentOpeningFaults, tabulateFaults } from '../windows';
import {
  presentDifference,
  presentDryRun,
  presentVersion,
  tabulateDifferences,
  tabulateDryRun,
} from './rule-pack.presenter';
import {
  isUnfit,
  type PackReview,
  purposeOfActivation,
  type RulePackService,
  UPLOAD_PURPOSE,
} from './rule-pack.service';

export interface RulePackControllers {
  readonly list: OfficerHandler;
  readonly upload: OfficerHandler;
  readonly show: OfficerHandler;
  readonly activate: OfficerHandler;
}

const SHOWN_DIFFERENCES = 300;

const tableNames: Readonly<Record<string, string>> = {
  'dry-run': '试算结果',
  history: '操作记录',
  faults: '数据问题',
};

/** One of the tables of a version's page; of the differences, all of them. */
function pickTable(name: string, review: PackReview, history: Parameters<typeof tabulateHistory>[0]) {
  const { version, active, differences, dryRun, openingFaults } = review;
  if (name === 'history') return tabulateHistory(history);
  if (name === 'faults') return tabulateFaults(presentOpeningFaults(version.pack, openingFaults));
  if (name === 'dry-run') return tabulateDryRun(presentDryRun(active.pack, dryRun));
  return tabulateDifferences(version.pack, differences);
}

/** 规则包: uploaded, looked at beside the one in force, put in force or taken back. */
export function createRulePackControllers(
  db: Knex,
  service: RulePackService,
  tokens: OfficeTokens,
): RulePackControllers {
  interface Refusal {
    readonly file?: string;
    readonly reason?: string;
    readonly faults?: readonly string[];
  }

  async function renderList(visit: OfficerVisit, refusal: Refusal, status: number): Promise<void> {
    const versions = await listRulePackVersions(db);
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
            ['状态', ({ active }) => (active ? '正在使用' : '未使用')],
          ],
          versions.map(presentVersion),
        ),
      });
    visit.render(
      'rule-packs/list',
      {
        versions: versions.map(presentVersion),
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

  async function renderVersion(visit: OfficerVisit, error: string): Promise<void> {
    const id = readId(visit.req, 'pack');
    if (id === null) throw notFound();
    const review = await service.review(id);
    const { version, active, differences, dryRun } = review;
    const { pack } = version;
    const entries = await listSubjectEntries(db, 'rulePack', String(id), [
      'uploadRulePack',
      'activateRulePack',
    ]);
    const history = await presentSubjectHistory(db, entries);
    if (visit.askedTable !== null)
      return visit.sendTable({
        name: `规则包-${version.code}-第${version.version}版-${tableNames[visit.askedTable] ?? '差别'}`,
        plainName: `rule-pack-${id}-${visit.askedTable || 'differences'}`,
        ...pickTable(visit.askedTable, review, history),
      });
    const mayActivate = visit.officer.role === 'province' && !version.active && !isUnfit(review);
    visit.render(
      'rule-packs/version',
      {
        version: presentVersion(version),
        active: presentVersion(active),
        pack,
        differences: differences
          .slice(0, SHOWN_DIFFERENCES)
          .map((difference) => presentDifference(pack, difference)),
        more: Math.max(0, differences.length - SHOWN_DIFFERENCES),
        dryRun: presentDryRun(active.pack, dryRun),
        openingFaults: presentOpeningFaults(pack, review.openingFaults),
        newWindows: review.newWindows.map((code) => pack.batches.find((batch) => batch.code === code)?.name),
        history,
        unfit: isUnfit(review),
        mayActivate,
        formToken: mayActivate ? tokens.issue(visit.officer.id, purposeOfActivation(id)) : '',
        error,
        reason: error === '' ? '' : readField(visit.req, 'reason'),
        faults: listFaults({ reason: error }, ['reason']),
      },
      { status: error === '' ? 200 : 422 },
    );
  }

  const authorOf = ({ req, officer, origin }: OfficerVisit, reason: string): ActAuthor => ({
    kind: 'officer',
    officer,
    origin,
    reason,
    token: readField(req, 'formToken'),
  });

  function readPackFile({ req, res }: OfficerVisit) {
    const { file, tooLarge } = readUpload(req, res);
    if (tooLarge)
      return { file: null, fault: { text: '规则包文件超过1MB，请检查是否选错了文件！', status: 413 } };
    const content = file === null || file.bytes === 0 ? null : file.content;
    const fault = content === null ? { text: '请选择规则包文件（JSON）！', status: 422 } : null;
    return { file: content, fault };
  }

  return {
    list: (visit) => renderList(visit, {}, 200),

    async upload(visit) {
      const { file, fault } = readPackFile(visit);
      const { reason, error } = readReason(visit.req);
      if (file === null || error !== '') {
        const refusal = { ...(fault && { file: fault.text }), ...(error === '' ? {} : { reason: error }) };
        return renderList(visit, refusal, fault?.status ?? 422);
      }
      const result = await service.upload(authorOf(visit, reason), file.toString('utf8'));
      if (result.outcome === 'kept')
        return visit.redirect(
          `/office/rule-packs/${result.id}`,
          '已上传并保存此版规则包，尚未启用；请核对下面的差别。',
        );
      if (result.outcome === 'faults')
        return renderList(
          visit,
          { file: '规则包有误，没有保存，请改正后重新上传！', faults: result.faults },
          422,
        );
      const { code, version } = result;
      await renderList(
        visit,
        { file: `${code} 的第${version}版已存在而且内容不同，请把 version 加1后重新上传！` },
        409,
      );
    },

    show: (visit) => renderVersion(visit, ''),

    async activate(visit) {
      const id = readId(visit.req, 'pack');
      if (id === null) throw notFound();
      const { reason, error } = readReason(visit.req);
      if (error !== '') return renderVersion(visit, error);
      const seen = Number(readField(visit.req, 'seenActive'));
      await service.activate(authorOf(visit, reason), id, Number.isInteger(seen) ? seen : 0);
      visit.redirect('/office/rule-packs', '已启用所选的规则包。');
    },
  };
}
