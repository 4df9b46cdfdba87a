import type { PictureCodeService } from '../../domain/picture-code/picture-code.service';
import { maskCandidateNumber } from '../../rules/identity/masking';
import { type PersonFacts, readPersonFacts } from '../picture-code/facts.form';
import { createFactsControllers, type FactsControllers } from '../picture-code/identity-question.controller';
import type { ForgottenNumberService, NumberFound } from './forgotten-number.service';

/** 忘记考生号: the page that asks, and the one answer for everybody. */
export function createForgottenNumberControllers(
  service: ForgottenNumberService,
  pictures: PictureCodeService,
  lifeSeconds: () => number,
): FactsControllers {
  return createFactsControllers<PersonFacts, NumberFound>(
    {
      path: '/forgotten-number',
      template: 'candidate/forgotten-number/facts',
      fields: ['identityNumber', 'name'],
      unknown: '证件号码、姓名或验证码有误，请检查后重新输入！',
      readFacts: readPersonFacts,
      check: ({ origin }, facts, code) => service.findNumber({ facts, origin, code }),
      sendMessage: ({ origin }, facts, journey) => service.sendMessage({ facts, origin, journey }),
      async proceed(visit, { candidateNumber }) {
        visit.render('candidate/forgotten-number/answer', { masked: maskCandidateNumber(candidateNumber) });
      },
    },
    pictures,
    lifeSeconds,
  );
}
