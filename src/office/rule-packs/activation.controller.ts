import { readReason } from '../../domain/officers/reason.form';
import { bindParts } from '../../infrastructure/bind-parts';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import type { OfficerVisit } from '../as-officer';
import { actAuthorOf } from '../author';
import { decisionTexts } from './consequence.presenter';
import type { DecisionRefusal } from './consequences';
import { presentTrial } from './rule-pack.presenter';
import type { RulePackService } from './rule-pack.service';
import type { VersionPage } from './version-page';

const LIST = '/office/rule-packs';

interface ActivationPages {
  readonly service: RulePackService;
  readonly page: VersionPage;
}

const idOf = ({ req }: OfficerVisit) => readId(req, 'pack');

/** 启用: by one officer, or in an open window asked for by one and approved by another. */
export function createActivationControllers(service: RulePackService, page: VersionPage) {
  const pages: ActivationPages = { service, page };
  return bindParts(pages, {
    show: showVersion,
    activate: submitActivation,
    startTrial: submitTrial,
    stopTrial: submitTrialStop,
    showTrial,
    approve: submitApproval,
    refuse: submitRefusal,
  });
}

const showVersion = ({ page }: ActivationPages, visit: OfficerVisit) => page(visit, null);

async function submitActivation({ service, page }: ActivationPages, visit: OfficerVisit): Promise<void> {
  const id = idOf(visit);
  const { reason, error } = readReason(visit.req);
  const number = readField(visit.req, 'number').normalize('NFKC').replace(/\s/g, '');
  const typed = { number, reason };
  if (error !== '') return page(visit, { status: 422, errors: { reason: error }, typed });
  const seen = Number(readField(visit.req, 'seenActive'));
  const { outcome } = await service.activate(actAuthorOf(visit, reason), id, {
    seenActive: Number.isInteger(seen) ? seen : 0,
    number: /^\d{1,9}$/.test(number) ? Number(number) : null,
  });
  if (outcome === 'untried')
    return page(visit, { status: 409, errors: { trial: decisionTexts.untried }, typed });
  if (outcome === 'wrongNumber') return page(visit, { status: 422, errors: {}, typed });
  if (outcome === 'inForce') return visit.redirect(LIST, '已启用所选的规则包。');
  visit.redirect(`${LIST}/${id}`, '已申请启用，等待另一名省招办工作人员在本页批准；批准前规则没有变化。');
}

async function submitTrial({ service }: ActivationPages, visit: OfficerVisit): Promise<void> {
  const id = idOf(visit);
  await service.startTrial(actAuthorOf(visit, ''), id);
  visit.redirect(`${LIST}/${id}`, '已开始试算，可以离开本页，稍后再来查看。');
}

async function submitTrialStop({ service }: ActivationPages, visit: OfficerVisit): Promise<void> {
  const id = idOf(visit);
  await service.stopTrial(actAuthorOf(visit, ''), id);
  visit.redirect(`${LIST}/${id}`, '已停止试算，已试算的部分留存，可以继续。');
}

/** The part of the page that looks again by itself. */
async function showTrial({ service }: ActivationPages, visit: OfficerVisit): Promise<void> {
  const id = idOf(visit);
  const trial = presentTrial(await service.findTrial(id));
  // When the trial has ended the browser loads the whole page anew.
  if (!trial.moves) visit.res.setHeader('HX-Refresh', 'true');
  visit.render('office/rule-packs/_trial', { trial, version: { id } });
}

async function submitApproval(pages: ActivationPages, visit: OfficerVisit): Promise<void> {
  const refusal = await pages.service.approve(actAuthorOf(visit, ''), idOf(visit));
  await answer(pages, visit, refusal, '已批准，规则包已启用；涉及的考生由系统逐一通知。');
}

async function submitRefusal(pages: ActivationPages, visit: OfficerVisit): Promise<void> {
  const id = idOf(visit);
  const { reason, error } = readReason(visit.req);
  if (error !== '') return pages.page(visit, { status: 422, errors: { decisionReason: error }, typed: null });
  const refusal = await pages.service.refuse(actAuthorOf(visit, reason), id);
  await answer(pages, visit, refusal, '没有启用，申请已退回。');
}

async function answer(
  { page }: ActivationPages,
  visit: OfficerVisit,
  refusal: DecisionRefusal | null,
  said: string,
): Promise<void> {
  if (refusal === null) return visit.redirect(LIST, said);
  await page(visit, { status: 409, errors: { decision: decisionTexts[refusal] }, typed: null });
}
