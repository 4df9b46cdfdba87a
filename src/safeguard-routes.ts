import { Router } from 'express';
import type { Store } from 'express-session';
import { bindingRoutes, createTotpBindingControllers, createWechatBindingControllers } from './binding';
import { createDisputeControllers, createThawControllers, disputeRoutes } from './disputes';
import { createSecurityController } from './identity';
import type { AsCandidate } from './middleware/as-candidate';
import type { PageRenderer } from './middleware/page-renderer';
import { createPhoneControllers, phoneRoutes } from './phone';
import { createSecurityPhraseControllers, securityPhraseRoutes } from './security-phrase';
import type { Services } from './services';

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
