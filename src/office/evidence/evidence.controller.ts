import type { Knex } from 'knex';
import { findIdentityByNumber } from '../../domain/candidates/candidate.repository';
import { readReason } from '../../domain/officers/reason.form';
import { findCandidateWithin } from '../../domain/officers/scope.repository';
import type { PdfPrinter } from '../../domain/printed-forms/pdf-printer';
import { bindParts } from '../../infrastructure/bind-parts';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import { sendPdfFile } from '../../infrastructure/http/send-pdf-file';
import { isCandidateNumber, normaliseCandidateNumber } from '../../rules/identity/candidate-number';
import type { OfficerVisit } from '../as-officer';
import type { EvidenceForm, EvidenceService } from './evidence.service';

interface EvidencePages {
  readonly db: Knex;
  readonly pdf: PdfPrinter;
  readonly service: EvidenceService;
}

type Errors = Readonly<Record<string, string>>;

function renderQuestion(visit: OfficerVisit, typed: Errors, errors: Errors, status: number): void {
  const faults = listFaults(errors, ['number', 'reason']);
  visit.render('office/evidence/question', { typed, errors, faults }, { status });
}

async function findCandidate(pages: EvidencePages, visit: OfficerVisit, number: string) {
  const { db } = pages;
  const known = isCandidateNumber(number) ? await findIdentityByNumber(db, number) : null;
  return known === null ? null : findCandidateWithin(db, visit.scope, known.id);
}

function showQuestion(visit: OfficerVisit) {
  return renderQuestion(visit, { number: '', reason: '' }, {}, 200);
}

async function submitOpening(pages: EvidencePages, visit: OfficerVisit): Promise<void> {
  const { service, pdf } = pages;
  const number = normaliseCandidateNumber(readField(visit.req, 'number'));
  const { reason, error } = readReason(visit.req);
  const candidate = await findCandidate(pages, visit, number);
  const errors: Record<string, string> = {};
  if (candidate === null) errors.number = '没有这个考生号，或不在您的管理范围内，请检查后重新输入！';
  if (error !== '') errors.reason = error;
  if (candidate === null || error !== '') return renderQuestion(visit, { number, reason }, errors, 422);
  const form = readForm(readField(visit.req, 'as'));
  const { officer, origin } = visit;
  const document = await service.open({ officer, origin, candidate, reason, form });
  if (form === 'pdf') {
    const bytes = await pdf.printDocument('office/evidence/evidence.typ', document);
    return sendPdfFile(visit.res, bytes, `证据材料-${number}`, `evidence-${number}`);
  }
  visit.render(`office/evidence/${form === 'print' ? 'print' : 'evidence'}`, {
    document,
    number,
    reason,
  });
}

/** 证据材料 of one candidate: opened by number and reason, never by an address alone. */
export function createEvidenceControllers(pages: EvidencePages) {
  return { ask: showQuestion, ...bindParts(pages, { open: submitOpening }) };
}

export type EvidenceControllers = ReturnType<typeof createEvidenceControllers>;

function readForm(typed: string): EvidenceForm {
  return typed === 'pdf' || typed === 'print' ? typed : 'page';
}
