import { Router } from 'express';
import type { Store } from 'express-session';
import type { PageRenderer } from '../infrastructure/http/page-renderer';
import type { Services } from '../services';
import type { AsCandidate } from './as-candidate';
import { bindingRoutes } from './binding/routes';
import { createTotpBindingControllers } from './binding/totp-binding.controller';
import { createWechatBindingControllers } from './binding/wechat-binding.controller';
import { createDisputeControllers } from './disputes/dispute.controller';
import { disputeRoutes } from './disputes/routes';
import { createThawControllers } from './disputes/thaw.controller';
import { createPhoneControllers } from './phone/phone.controller';
import { phoneRoutes } from './phone/routes';
import { createSecurityController } from './security/security.controller';
import { securityPhraseRoutes } from './security-phrase/routes';
import { createSecurityPhraseControllers } from './security-phrase/security-phrase.controller';

/** 系统信息 and everything it leads to. `sender` is the number from which messages come. */
export function safeguardRoutes(
  { db, cipher, ways, safeguards }: Services,
  store: Store,
  pages: PageRenderer,
  asCandidate: AsCandidate,
  sender: () => string,
): Router {
  const router = Router();
  router.get('/security', asCandidate(createSecurityController(db, cipher, ways.wechat !== null)));
  router.use(phoneRoutes(createPhoneControllers(safeguards.phone, sender), asCandidate));
  router.use(securityPhraseRoutes(createSecurityPhraseControllers(safeguards.phrase), asCandidate));
  router.use(
    bindingRoutes(
      {
        totp: createTotpBindingControllers(safeguards.totp, sender),
        wechat: createWechatBindingControllers(safeguards.wechat, sender),
      },
      asCandidate,
    ),
  );
  router.use(
    disputeRoutes(
      {
        dispute: createDisputeControllers(safeguards.disputes, store),
        thaw: createThawControllers(safeguards.thaw, sender),
      },
      pages,
      asCandidate,
    ),
  );
  return router;
}
