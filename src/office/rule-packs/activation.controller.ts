import { readReason } from '../../domain/officers/reason.form';
import { notFound } from '../../infrastructure/errors';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import type { OfficerAuthor } from './activate-pack';
import { decisionTexts } from './consequence.presenter';
import type { DecisionRefusal } from './consequences';
import { presentTrial } from './rule-pack.presenter';
import type { RulePackService } from './rule-pack.service';
import type { VersionPage } from './version-page';

const LIST = '/office/rule-packs';

/** 启用: by one officer, or in an open window asked for by one and approved by another. */
export function createActivationControllers(service: RulePackService, page: VersionPage) {
  const authorOf = ({ req, officer, origin }: OfficerVisit, reason: string): OfficerAuthor => ({
    kind: 'officer',
    officer,
    origin,
    reason,
    token: readField(req, 'formToken'),
  });

  function getId({ req }: OfficerVisit): number {
    const id = readId(req, 'pack');
    if (id === null) throw notFound();
    return id;
  }

  async function answer(visit: OfficerVisit, refusal: DecisionRefusal | null, said: string): Promise<void> {
    if (refusal === null) return visit.redirect(LIST, said);
    await page(visit, { status: 409, errors: { decision: decisionTexts[refusal] }, typed: null });
  }

  return {
    show: (visit) => page(visit, null),

    async activate(visit) {
      const id = getId(visit);
      const { reason, error } = readReason(visit.req);
      const number = readField(visit.req, 'number').normalize('NFKC').replace(/\s/g, '');
      const typed = { number, reason };
      if (error !== '') return page(visit, { status: 422, errors: { reason: error }, typed });
      const seen = Number(readField(visit.req, 'seenActive'));
      const { outcome } = await service.activate(authorOf(visit, reason), id, {
        seenActive: Number.isInteger(seen) ? seen : 0,
        number: /^\d{1,9}$/.test(number) ? Number(number) : null,
      });
      if (outcome === 'untried')
        return page(visit, { status: 409, errors: { trial: decisionTexts.untried }, typed });
      if (outcome === 'wrongNumber') return page(visit, { status: 422, errors: {}, typed });
      if (outcome === 'inForce') return visit.redirect(LIST, '已启用所选的规则包。');
      visit.redirect(`${LIST}/${id}`, '已申请启用，等待另一名省招办工作人员在本页批准；批准前规则没有变化。');
    },

    async startTrial(visit) {
      const id = getId(visit);
      await service.startTrial(authorOf(visit, ''), id);
      visit.redirect(`${LIST}/${id}`, '已开始试算，可以离开本页，稍后再来查看。');
    },

    async stopTrial(visit) {
      const id = getId(visit);
      await service.stopTrial(authorOf(visit, ''), id);
      visit.redirect(`${LIST}/${id}`, '已停止试算，已试算的部分留存，可以继续。');
    },

    /** The part of the page that looks again by itself. */
    async showTrial(visit) {
      const id = getId(visit);
      const trial = presentTrial(await service.findTrial(id));
      // What has ended is shown anew with the whole page.
      if (!trial.moves) visit.res.setHeader('HX-Refresh', 'true');
      visit.render('office/rule-packs/_trial', { trial, version: { id } });
    },

    async approve(visit) {
      const id = getId(visit);
      const refusal = await service.approve(authorOf(visit, ''), id);
      await answer(visit, refusal, '已批准，规则包已启用；涉及的考生由系统逐一通知。');
    },

    async refuse(visit) {
      const id = getId(visit);
      const { reason, error } = readReason(visit.req);
      if (error !== '') return page(visit, { status: 422, errors: { decisionReason: error }, typed: null });
      const refusal = await service.refuse(authorOf(visit, reason), id);
      await answer(visit, refusal, '没有启用，申请已退回。');
    },
  } satisfies Record<string, OfficerHandler>;
}
