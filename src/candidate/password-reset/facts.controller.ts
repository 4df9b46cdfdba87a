import type { IdentityRecord } from '../../domain/candidates/candidate.repository';
import { createJourney } from '../../domain/credentials/journey';
import type { PictureCodeService } from '../../domain/picture-code/picture-code.service';
import { startAnew } from '../../infrastructure/http/session-life';
import { type CandidateFactsTyped, readCandidateFacts } from '../picture-code/facts.form';
import { createFactsControllers, type FactsControllers } from '../picture-code/identity-question.controller';
import type { PasswordResetService } from './password-reset.service';

/** 忘记密码, first page (figure 21). */
export function createResetFactsControllers(
  service: PasswordResetService,
  pictures: PictureCodeService,
  lifeSeconds: () => number,
): FactsControllers {
  return createFactsControllers<CandidateFactsTyped, IdentityRecord>(
    {
      path: '/password-reset',
      template: 'candidate/password-reset/facts',
      fields: ['candidateNumber', 'identityNumber', 'name'],
      unknown:
        '考生号、证件号码、姓名或验证码有误，请检查后重新输入，如果仍有问题，请本人持身份证到就近的招生考试机构重置密码！',
      readFacts: readCandidateFacts,
      check: ({ origin }, facts, code) => service.checkFacts({ facts, origin, code }),
      sendMessage: ({ origin }, facts, journey) => service.sendMessage({ facts, origin, journey }),
      async proceed(visit, { id }) {
        // A new session, so that one planted before the facts were right is worth nothing.
        await startAnew(visit.req, { journey: createJourney(id) });
        visit.redirect('/password-reset/proof');
      },
    },
    pictures,
    lifeSeconds,
  );
}
